import { createSignal, Show } from 'solid-js';
import type { NamedPhoto } from '#ui/state/person/pictures.ts';
import { createPicture } from '#ui/state/person/pictures.ts';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { shifted, unzoomed, zoomedAt, type Point } from './zoom.ts';
import styles from './dark-stage.module.css';

const CLOSE_UP = 2.5;
/** Factor of one step by key or button. */
export const ZOOM_STEP = 1.5;
const SWIPE_PIXELS = 56;

export type Stage = { readonly zoomBy: (factor: number) => void; readonly reset: () => void };

/**
 * One photo with zoom: the thumbnail at once, then the full photo in its place. Zooms by wheel, pinch and double click,
 * moves by drag. A swipe on an unzoomed photo goes to the next one.
 */
export const ZoomStage = (props: {
  readonly photo: NamedPhoto & { readonly width: number; readonly height: number };
  readonly alt: string;
  /** The note while the server does not have the photo; else null. */
  readonly waiting: string | null;
  readonly attempt: unknown;
  readonly onStep: (by: 1 | -1) => void;
  readonly ref: (stage: Stage) => void;
}) => {
  const { loadPicture } = usePerson();
  const { online } = useApp();
  const attempt = () => [props.attempt, online()];
  const photo = () => props.photo;
  const thumbnail = createPicture(loadPicture, photo, 'thumbnail', attempt);
  const full = createPicture(loadPicture, photo, 'full', attempt);
  const [zoom, setZoom] = createSignal(unzoomed);
  const pointers = new Map<number, Point>();
  let element: HTMLDivElement | undefined;
  let swipeFrom: Point | null = null;

  const stage = () => element!.getBoundingClientRect();
  const fromMiddle = ({ x, y }: Point): Point => {
    const { left, top, width, height } = stage();
    return { x: x - left - width / 2, y: y - top - height / 2 };
  };
  const zoomAt = (factor: number, at: Point): void => {
    setZoom((it) => zoomedAt(it, factor, at, props.photo, stage()));
  };
  props.ref({ zoomBy: (factor) => zoomAt(factor, { x: 0, y: 0 }), reset: () => setZoom(unzoomed) });

  const pointOf = ({ clientX, clientY }: MouseEvent): Point => fromMiddle({ x: clientX, y: clientY });
  const middleOf = (points: readonly Point[]): Point => ({
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  });
  const spread = ([a, b]: readonly Point[]): number => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0);

  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    element!.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, pointOf(event));
    swipeFrom = pointers.size === 1 && zoom().scale === 1 ? pointOf(event) : null;
  };
  const onMove = (event: PointerEvent): void => {
    if (!pointers.has(event.pointerId)) return;
    const before = [...pointers.values()];
    pointers.set(event.pointerId, pointOf(event));
    const after = [...pointers.values()];
    const [was, is] = [middleOf(before), middleOf(after)];
    if (spread(before) > 0 && spread(after) > 0) zoomAt(spread(after) / spread(before), is);
    setZoom((it) => shifted(it, { x: is.x - was.x, y: is.y - was.y }, props.photo, stage()));
  };
  const onUp = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId) || !swipeFrom) return;
    const { x, y } = pointOf(event);
    const [right, down] = [x - swipeFrom.x, y - swipeFrom.y];
    swipeFrom = null;
    if (Math.abs(right) > SWIPE_PIXELS && Math.abs(right) > 2 * Math.abs(down))
      props.onStep(right < 0 ? 1 : -1);
  };
  const note = () => {
    if (full.url()) return null;
    if (props.waiting) return props.waiting;
    return full.state() === 'loading' ? detailMessages().photoLoading : detailMessages().photoUnavailable;
  };
  const isLoading = () => !full.url() && !props.waiting && full.state() === 'loading';

  return (
    <div
      class={styles.stage}
      data-close={zoom().scale > 1}
      ref={(it) => {
        element = it;
      }}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={(event) => {
        pointers.delete(event.pointerId);
        swipeFrom = null;
      }}
      onDblClick={(event) => {
        if (zoom().scale > 1) setZoom(unzoomed);
        else zoomAt(CLOSE_UP, pointOf(event));
      }}
      onWheel={(event) => {
        event.preventDefault();
        // Browsers report a trackpad pinch as a wheel event with Ctrl, in smaller steps.
        zoomAt(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), pointOf(event));
      }}
    >
      <Show when={full.url() ?? thumbnail.url()}>
        {(url) => (
          <img
            class={styles.picture}
            src={url()}
            alt={props.alt}
            draggable={false}
            data-full={full.url() !== null}
            style={{ transform: `translate(${zoom().x}px, ${zoom().y}px) scale(${zoom().scale})` }}
          />
        )}
      </Show>
      <Show when={isLoading()}>
        <div class={styles.coming} role="progressbar" aria-label={detailMessages().photoLoading} />
      </Show>
      <Show when={note()}>
        <p class={styles.note} role="status">
          {note()}
        </p>
      </Show>
    </div>
  );
};
