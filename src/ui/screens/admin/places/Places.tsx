import { createMemo, createSignal, Show } from 'solid-js';
import type { Place } from '#domain/place/place.ts';
import { named } from '#ui/i18n/messages.ts';
import { placesMessages } from '#ui/i18n/admin/places.ts';
import { placeMessages } from '#ui/i18n/place-facts.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { navigate } from '#ui/route/address.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows, type Row } from '#ui/state/office/office.ts';
import { ImportButton } from '#ui/screens/admin/parts/import/ImportButton.tsx';
import { Register, type Column } from '#ui/screens/admin/parts/register/Register.tsx';
import { useUnsaved } from '#ui/screens/admin/parts/Unsaved.tsx';
import { LabelSheet } from './LabelSheet.tsx';
import { PlacePanel } from './PlacePanel.tsx';
import styles from './places.module.css';

/** The id of the address for the sheet of labels. Ids of places have no small letters, or come from the demo. */
const LABELS = 'labels';

/** The places of the office, and the labels of those that the search shows. */
export const Places = () => {
  const person = usePerson();
  const { params, guard } = useUnsaved();
  const [rows, readAgain] = createRows(person, 'place');
  const [grids] = createRows(person, 'grid');
  const [labelled, setLabelled] = createSignal<readonly Place[]>([]);
  const gridValues = createMemo(() => {
    const read = grids();
    return read?.ok ? read.value.map(({ value }) => value) : [];
  });
  const placeValues = createMemo(() => {
    const read = rows();
    return read?.ok ? read.value.map(({ value }) => value) : [];
  });
  const gridNames = createMemo(() => new Map(gridValues().map(({ code, name }) => [code, named(name)])));
  const gridOf = ({ grid }: Place): string => gridNames().get(grid) ?? grid;
  const printLabels = (places: readonly Place[]): void => {
    guard(() => {
      setLabelled(places);
      navigate(`/admin/places/${LABELS}`);
    });
  };
  const state = (): readonly Column<Row<'place'>>[] => [
    {
      title: placeMessages().risk,
      width: '4rem',
      text: ({ value }) => (
        <Show when={value.risk}>
          {(risk) => (
            <span class={styles.risk} data-risk={risk()}>
              {placeMessages().risks[risk()]}
            </span>
          )}
        </Show>
      ),
    },
    {
      title: placeMessages().listed,
      width: '5rem',
      text: ({ value }) => (value.listed ? placeMessages().isListed(true) : ''),
    },
  ];
  const columns = (): readonly Column<Row<'place'>>[] => [
    { title: placesMessages().name, width: 'minmax(0, 1.4fr)', text: ({ value }) => named(value.name) },
    {
      title: placeMessages().kind,
      width: 'minmax(0, 1fr)',
      text: ({ value }) => placeMessages().kinds[value.kind],
    },
    { title: placeMessages().grid, width: 'minmax(0, 1fr)', text: ({ value }) => gridOf(value) },
    // The panel of the open row has them too.
    ...(params()['id'] === undefined ? state() : []),
  ];
  return (
    <Show
      when={params()['id'] !== LABELS || labelled().length === 0}
      fallback={
        <LabelSheet places={labelled()} onClose={() => navigate('/admin/places', { replace: true })} />
      }
    >
      <Register
        section="places"
        title={placesMessages().title}
        rows={rows()}
        onRetry={readAgain}
        columns={columns()}
        searched={({ id, value }) =>
          [
            id,
            value.name.zh,
            value.name.en,
            placeMessages().kinds[value.kind],
            gridOf(value),
            value.grid,
            value.listed ? placeMessages().listed : '',
          ].join(' ')
        }
        canAdd
        actions={<ImportButton kind="place" />}
        bulk={(chosen) => {
          const hung = () => chosen().flatMap(({ value }) => (value.retired ? [] : [value]));
          return (
            <Button disabled={hung().length === 0} onClick={() => printLabels(hung())}>
              {placesMessages().labels(hung().length)}
            </Button>
          );
        }}
        empty={{ title: placesMessages().empty, what: placesMessages().emptyHint }}
        panel={(row) => (
          <PlacePanel
            row={row()}
            grids={gridValues()}
            places={placeValues()}
            onSaved={readAgain}
            onPrint={(place) => printLabels([place])}
          />
        )}
      />
    </Show>
  );
};
