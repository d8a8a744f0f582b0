import MapPin from 'lucide-solid/icons/map-pin';
import MapPinOff from 'lucide-solid/icons/map-pin-off';
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import type { Position } from '#domain/base/geometry.ts';
import type { Millis } from '#domain/base/units.ts';
import { gridAt } from '#domain/place/grid.ts';
import type { Spot } from '#domain/case/spot.ts';
import {
  APPROXIMATE,
  type Fix,
  type PositionChoice,
  type ReportPosition,
} from '#domain/place/report-position.ts';
import { watchPosition, type PositionTrouble, type PositionWatch } from '#device/position.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import type { DraftPhoto } from '#ui/state/capture/drafts.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { duration } from '#ui/i18n/format.ts';
import { metres } from '#ui/i18n/format-distance.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { named, t } from '#ui/i18n/messages.ts';
import choices from './choices.module.css';
import styles from './capture.module.css';

const MapDialog = lazyScreen(async () => (await import('./MapDialog.tsx')).MapDialog);

type Choice = 'device' | 'photo' | 'place' | 'given' | 'pin' | 'none';
const FRESH: Millis = 15_000;

/** What this row needs of a form, of any kind of draft. */
export type PositionForm = {
  /** Changes with the next draft: what was set by hand for the last one does not apply to it. */
  readonly subjectId: () => string;
  readonly form: () => {
    readonly choice: PositionChoice | null;
    readonly fix: Fix | null;
    readonly isLocationDenied: boolean;
    readonly spot: Pick<Spot, 'placeId'>;
  };
  readonly photos: () => readonly Pick<DraftPhoto, 'sha256' | 'source' | 'position'>[];
  /** Where it would be if it were saved now. */
  readonly placed: () => ReportPosition;
  readonly setFix: (fix: Fix) => void;
  readonly setLocationDenied: (isLocationDenied: boolean) => void;
  readonly choosePosition: (choice: PositionChoice) => void;
};

/** The position of a draft: derived from fix, photos and place, or chosen by hand. */
export const PositionRow = (props: { readonly of: PositionForm }) => {
  const { reference, now } = usePerson();
  const [trouble, setTrouble] = createSignal<PositionTrouble | null>(null);
  const [mapOpen, setMapOpen] = createSignal(false);
  /** Set by hand for this draft. */
  const [pin, setPin] = createSignal<Position | null>(null);
  /** The position that a resubmitted report already had. */
  const [given, setGiven] = createSignal<Position | null>(null);
  const form = () => props.of.form();
  const placed = createMemo(() => {
    // The age of the fix decides too.
    now();
    return props.of.placed();
  });

  let watch: PositionWatch | undefined;
  onMount(() => {
    watch = watchPosition((fix) => {
      setTrouble(null);
      props.of.setFix(fix);
    }, setTrouble);
    onCleanup(watch.stop);
  });
  // A denied permission applies to each report until a fix arrives.
  createEffect(() => {
    const isDenied = trouble() === 'denied' || trouble() === 'insecure';
    if (form().isLocationDenied !== isDenied) props.of.setLocationDenied(isDenied);
  });
  createEffect(
    on(
      () => props.of.subjectId(),
      () => {
        const { choice } = form();
        const position = choice?.source === 'given' ? choice.position : null;
        setPin(position?.source === 'pin' ? position : null);
        setGiven(position && position.source !== 'pin' ? position : null);
      },
    ),
  );

  const photoWithPosition = () =>
    props.of.photos().find(({ source, position }) => source === 'file' && position !== null);
  const choice = (): Choice | null => {
    const { choice } = form();
    const { position, isAsked } = placed();
    if (isAsked) return null;
    if (choice?.source === 'indoors') return 'none';
    if (choice?.source === 'given' && choice.position.source !== 'pin') return 'given';
    return position?.source ?? 'device';
  };
  const choose = (next: Choice): void => {
    const position = next === 'pin' ? pin() : given();
    const photo = photoWithPosition();
    if (next === 'none') props.of.choosePosition({ source: 'indoors' });
    else if (next === 'device' || next === 'place') props.of.choosePosition({ source: next });
    else if (next === 'photo' && photo) props.of.choosePosition({ source: 'photo', sha256: photo.sha256 });
    else if (position) props.of.choosePosition({ source: 'given', position });
  };
  const hasPlace = () => reference.places().some(({ id }) => id === form().spot.placeId);
  const choicesShown = (): readonly Choice[] => {
    const isShown: Readonly<Record<Choice, boolean>> = {
      device: true,
      given: given() !== null,
      photo: photoWithPosition() !== undefined,
      place: hasPlace(),
      pin: pin() !== null,
      none: true,
    };
    return (Object.keys(isShown) as Choice[]).filter((it) => isShown[it]);
  };

  const title = (): string => {
    const messages = captureMessages();
    const { position } = placed();
    if (choice() === 'none') return messages.noPosition + t().separator + messages.noPositionReasons.indoors;
    if (position) {
      const { source, accuracyMetres, ageMillis } = position;
      const parts = [messages.positionSources[source]];
      if (accuracyMetres !== null) parts.push(messages.accuracy(metres(accuracyMetres)));
      if (source === 'device' && ageMillis !== null)
        parts.push(ageMillis < FRESH ? messages.justNow : messages.age(duration(ageMillis)));
      return parts.join(t().separator);
    }
    if (trouble() === null) return messages.searching;
    const reason = trouble() === 'unavailable' ? 'unavailable' : 'denied';
    return messages.noPosition + t().separator + messages.noPositionReasons[reason];
  };
  const gridLabel = (): string => {
    const { position, grid, isAsked } = placed();
    if (isAsked) return captureMessages().askPositionHint;
    const found = grid === null ? null : reference.grid(grid);
    if (found) return captureMessages().inGrid(named(found.name));
    if (!position || reference.grids().length === 0) return '';
    return gridAt(reference.grids(), position)
      ? captureMessages().noCertainGrid
      : captureMessages().outsideGrids;
  };
  /** What is wrong with the position of the phone, and how to mend it. */
  const advice = (): string | null => {
    const messages = captureMessages();
    if (trouble() === 'denied') return messages.allowLocation;
    const { fix } = form();
    if (!fix || fix.accuracyMetres <= APPROXIMATE) return null;
    return messages.approximate(metres(fix.accuracyMetres));
  };

  return (
    <section class={styles.position} aria-label={captureMessages().position}>
      <div class={styles.positionLine}>
        <Show when={placed().position} fallback={<MapPinOff size={22} aria-hidden="true" />}>
          <MapPin size={22} aria-hidden="true" />
        </Show>
        <div>
          {/* Announced when it appears; the age of the fix, which changes all the time, is not. */}
          <div aria-live="polite">
            <Show when={placed().isAsked}>
              <p class={`${styles.strongLine} ${styles.question}`}>{captureMessages().askPosition}</p>
            </Show>
          </div>
          <Show when={!placed().isAsked}>
            <p class={styles.strongLine}>{title()}</p>
          </Show>
          <p class={styles.hint}>{gridLabel()}</p>
        </div>
        <Button look="quiet" class={styles.mapButton} onClick={() => setMapOpen(true)}>
          {captureMessages().map}
        </Button>
      </div>
      <Show when={advice()}>
        {(text) => (
          <div class={styles.advice}>
            <p>{text()}</p>
            <Button look="quiet" onClick={() => watch?.again()}>
              {captureMessages().locateAgain}
            </Button>
          </div>
        )}
      </Show>
      <div class={choices.segments} role="radiogroup" aria-label={captureMessages().position}>
        <For each={choicesShown()}>
          {(name) => (
            <label class={choices.segment}>
              <input
                class={choices.input}
                type="radio"
                name="position"
                checked={choice() === name}
                onChange={() => choose(name)}
              />
              {captureMessages().positionChoices[name]}
            </label>
          )}
        </For>
      </div>
      <Show when={mapOpen()}>
        <MapDialog
          fix={form().fix}
          pin={placed().position ?? form().fix}
          onClose={() => setMapOpen(false)}
          onMoved={(at) => {
            const moved: Position = {
              ...at,
              accuracyMetres: null,
              ageMillis: null,
              source: 'pin',
              byHand: true,
            };
            setPin(moved);
            props.of.choosePosition({ source: 'given', position: moved });
          }}
        />
      </Show>
    </section>
  );
};
