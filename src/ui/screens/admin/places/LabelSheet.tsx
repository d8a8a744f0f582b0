import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { renderSVG } from 'uqr';
import type { Place } from '#domain/place/place.ts';
import { placeAddress, shownPlaceId } from '#domain/place/place-id.ts';
import { placesMessages } from '#ui/i18n/admin/places.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { placeMessages } from '#ui/i18n/place-facts.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { Heading } from '#ui/screens/admin/parts/Heading.tsx';
import { onPageKeys } from '#ui/parts/controls/page-keys.ts';
import styles from './label-sheet.module.css';

/** Three columns of eight on A4. */
const PER_PAGE = 24;
const MAX_PAGES = 50;

const pagesOf = (places: readonly Place[]): readonly (readonly Place[])[] =>
  Array.from({ length: Math.ceil(places.length / PER_PAGE) }, (_, i) =>
    places.slice(i * PER_PAGE, (i + 1) * PER_PAGE),
  );

/** Without a path and a slash at the end; null for what is no address. */
const originOf = (address: string): string | null => {
  const url = URL.parse?.(address.trim()) ?? null;
  return url && /^https?:$/.test(url.protocol) ? url.origin : null;
};

/** Beside the app, not inside it: the print has nothing of the app, and no frame of it cuts the pages. */
const putBeside = (element: HTMLElement): void => {
  onMount(() => document.body.append(element));
  onCleanup(() => element.remove());
};

/** The labels of places as A4 pages, printed by the browser. */
export const LabelSheet = (props: { readonly places: readonly Place[]; readonly onClose: () => void }) => {
  const pages = createMemo(() => pagesOf(props.places.slice(0, MAX_PAGES * PER_PAGE)));
  const count = () => Math.min(props.places.length, MAX_PAGES * PER_PAGE);
  const [address, setAddress] = createSignal(location.origin);
  const origin = () => originOf(address());
  const title = () => placesMessages().labelsTitle(count(), pages().length);
  onPageKeys({ Escape: () => props.onClose() });
  return (
    <section class={styles.screen} aria-label={placesMessages().sheet} ref={putBeside}>
      <header class={styles.top}>
        <Button look="quiet" icon aria-label={placesMessages().close} onClick={() => props.onClose()}>
          <ArrowLeft aria-hidden="true" />
        </Button>
        <Heading title={title()} />
        <div class={styles.address}>
          <TextField
            label={placesMessages().address}
            hint={placesMessages().addressHint}
            fault={origin()?.startsWith('https://') ? null : placesMessages().notHttps}
            value={address()}
            type="url"
            autocomplete="off"
            onInput={({ currentTarget }) => setAddress(currentTarget.value)}
          />
        </div>
        <Button look="primary" disabled={origin() === null} onClick={() => window.print()}>
          {placesMessages().print}
        </Button>
        <Show when={props.places.length > count()}>
          <p class={styles.note} role="status">
            {placesMessages().tooMany(count(), props.places.length)}
          </p>
        </Show>
      </header>
      <div class={styles.pages}>
        <Show when={origin()}>
          {(app) => (
            <For each={pages()}>
              {(page) => (
                <ol class={styles.page}>
                  <For each={page}>{(place) => <Label place={place} app={app()} />}</For>
                </ol>
              )}
            </For>
          )}
        </Show>
      </div>
    </section>
  );
};

const Label = (props: { readonly place: Place; readonly app: string }) => (
  <li class={styles.label}>
    {/* The library escapes nothing: it draws squares only. */}
    <div
      class={styles.code}
      innerHTML={renderSVG(placeAddress(props.app, props.place.id), { ecc: 'M', border: 2 })}
    />
    <p class={styles.name}>{named(props.place.name)}</p>
    <p class={styles.small}>
      {placeMessages().kinds[props.place.kind]}
      {t().separator}
      {shownPlaceId(props.place.id)}
    </p>
  </li>
);
