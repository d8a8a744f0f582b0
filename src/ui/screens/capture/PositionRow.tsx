import MapPin from 'lucide-solid/icons/map-pin';
import MapPinOff from 'lucide-solid/icons/map-pin-off';
import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import type { Position } from '#domain/base/geometry.ts';
import { gridAt } from '#domain/place/grid.ts';
import { watchPosition, type PositionTrouble } from '#device/position.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import type { Capture } from '#ui/state/capture/capture.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { duration } from '#ui/i18n/format.ts';
import { metres } from '#ui/i18n/format-distance.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { named, t } from '#ui/i18n/messages.ts';
import choices from './choices.module.css';
import styles from './capture.module.css';

const MapDialog = lazyScreen(async () => (await import('./MapDialog.tsx')).MapDialog);

type Choice = 'device' | 'photo' | 'pin' | 'none';
const FRESH = 15_000;

/** The position of the report: the best fix, the position of a photo, a pin set by hand, or none with a reason. */
export const PositionRow = (props: { readonly capture: Capture }) => {
  const { reference, now } = usePerson();
  const [trouble, setTrouble] = createSignal<PositionTrouble | null>(null);
  const [mapOpen, setMapOpen] = createSignal(false);
  /** Set by hand for this report. */
  const [pin, setPin] = createSignal<Position | null>(null);
  const form = () => props.capture.form();

  onMount(() => {
    onCleanup(
      watchPosition((fix) => {
        setTrouble(null);
        props.capture.setFix(fix);
      }, setTrouble),
    );
  });
  // A denied permission applies to each report until a fix arrives.
  createEffect(() => {
    const { fix, noPosition } = form();
    if (noPosition === 'indoors') return;
    const reason = fix === null && trouble() !== null && trouble() !== 'unavailable' ? 'denied' : null;
    if (noPosition !== reason) props.capture.change({ noPosition: reason });
  });
  createEffect(
    on(
      () => props.capture.caseId(),
      () => setPin(null),
      { defer: true },
    ),
  );

  const photoPosition = () => props.capture.photos().find((photo) => photo.position)?.position ?? null;
  const choice = (): Choice => {
    const { chosenPosition, noPosition } = form();
    if (chosenPosition) return chosenPosition.source;
    return noPosition === 'indoors' ? 'none' : 'device';
  };
  const choose = (next: Choice): void => {
    switch (next) {
      case 'none':
        return props.capture.change({ chosenPosition: null, noPosition: 'indoors' });
      case 'photo':
        return props.capture.choosePosition(photoPosition());
      case 'pin':
        return props.capture.choosePosition(pin() ?? form().chosenPosition);
      default:
        return props.capture.choosePosition(null);
    }
  };
  const choicesShown = (): Choice[] => [
    'device',
    ...(photoPosition() ? (['photo'] as const) : []),
    ...(pin() || choice() === 'pin' ? (['pin'] as const) : []),
    'none',
  ];

  const point = () => (choice() === 'none' ? null : (form().chosenPosition ?? form().fix));
  const title = (): string => {
    const messages = captureMessages();
    if (choice() === 'none') return messages.noPosition + t().separator + messages.noPositionReasons.indoors;
    const chosen = form().chosenPosition;
    if (chosen) return messages.positionSources[chosen.source] + withAccuracy(chosen.accuracyMetres);
    const { fix } = form();
    if (fix) {
      const age = now() - fix.at;
      const ago = age < FRESH ? messages.justNow : messages.age(duration(age));
      return messages.positionSources.device + withAccuracy(fix.accuracyMetres) + t().separator + ago;
    }
    if (trouble() === null) return messages.searching;
    const reason = trouble() === 'unavailable' ? 'unavailable' : 'denied';
    return messages.noPosition + t().separator + messages.noPositionReasons[reason];
  };
  const withAccuracy = (value: number | null): string =>
    value === null ? '' : t().separator + captureMessages().accuracy(metres(value));
  const gridLabel = (): string => {
    const at = point();
    if (!at || reference.grids().length === 0) return '';
    const grid = gridAt(reference.grids(), at);
    return grid ? captureMessages().inGrid(named(grid.name)) : captureMessages().outsideGrids;
  };

  return (
    <section class={styles.position} aria-label={captureMessages().position}>
      <div class={styles.positionLine}>
        <Show when={point()} fallback={<MapPinOff size={22} aria-hidden="true" />}>
          <MapPin size={22} aria-hidden="true" />
        </Show>
        <div>
          <p class={styles.strongLine}>{title()}</p>
          <p class={styles.hint}>{gridLabel()}</p>
        </div>
        <Button look="quiet" class={styles.mapButton} onClick={() => setMapOpen(true)}>
          {captureMessages().map}
        </Button>
      </div>
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
          pin={form().chosenPosition ?? form().fix}
          onClose={() => setMapOpen(false)}
          onMoved={(at) => {
            const moved: Position = { ...at, accuracyMetres: null, ageMillis: null, source: 'pin' };
            setPin(moved);
            props.capture.choosePosition(moved);
          }}
        />
      </Show>
    </section>
  );
};
