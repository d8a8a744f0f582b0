import { For, Show } from 'solid-js';
import type { Place } from '#domain/place/place.ts';
import { shownPlaceId } from '#domain/place/place-id.ts';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { Fact, Facts } from '#ui/parts/case/Facts.tsx';
import { ButtonLink } from '#ui/parts/controls/Button.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { Screen } from '#ui/parts/layout/Screen.tsx';
import { named } from '#ui/i18n/messages.ts';
import { placeMessages } from '#ui/i18n/place-facts.ts';
import { scannedPlaceMessages } from '#ui/i18n/scanned-place.ts';
import { useParams } from '#ui/route/Routes.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createPlace } from '#ui/state/place/place.ts';
import styles from '#ui/screens/me.module.css';

/** What the code on a label opens: the place from the data of this phone, so without a link too. */
export const PlaceScreen = () => {
  const params = useParams();
  const person = usePerson();
  const place = createPlace(person.db, () => params()['id'] ?? '');
  const title = () => {
    const found = place();
    return found ? named(found.name) : scannedPlaceMessages().title;
  };
  return (
    <Screen title={title()} back="/">
      <Show when={place() !== null} fallback={<Unknown />}>
        <Show when={place()}>{(found) => <KnownPlace place={found()} />}</Show>
      </Show>
    </Screen>
  );
};

const Unknown = () => (
  <EmptyState
    title={scannedPlaceMessages().unknown}
    what={scannedPlaceMessages().unknownHint}
    action={<ButtonLink href="/">{scannedPlaceMessages().home}</ButtonLink>}
  />
);

const KnownPlace = (props: { readonly place: Place }) => {
  const { reference, mayReport } = usePerson();
  const gridName = () => {
    const grid = reference.grid(props.place.grid);
    return grid ? named(grid.name) : props.place.grid;
  };
  return (
    <>
      <Show when={props.place.retired}>
        <Banner title={scannedPlaceMessages().retired}>{scannedPlaceMessages().retiredHint}</Banner>
      </Show>
      <section class={styles.card}>
        <Facts>
          <Fact name={placeMessages().kind}>{placeMessages().kinds[props.place.kind]}</Fact>
          <Show when={props.place.compound}>
            {(compound) => (
              <Fact name={placeMessages().compound}>{placeMessages().compounds[compound()]}</Fact>
            )}
          </Show>
          <Fact name={placeMessages().grid}>{gridName()}</Fact>
          <Show when={props.place.risk}>
            {(risk) => <Fact name={placeMessages().risk}>{placeMessages().risks[risk()]}</Fact>}
          </Show>
          <Fact name={placeMessages().listed}>{placeMessages().isListed(props.place.listed === true)}</Fact>
          <For each={Object.entries(props.place.attributes ?? {})}>
            {([name, value]) => <Fact name={name}>{value}</Fact>}
          </For>
          <Fact name={placeMessages().id}>
            <span class={styles.code}>{shownPlaceId(props.place.id)}</span>
          </Fact>
        </Facts>
      </section>
      <Show when={mayReport() && !props.place.retired}>
        <ButtonLink
          look="primary"
          large
          wide
          href={`/capture?new&place=${encodeURIComponent(props.place.id)}`}
        >
          {scannedPlaceMessages().report}
        </ButtonLink>
      </Show>
    </>
  );
};
