/**
 * Shows many cases on the community's own grids, without tiles. Cases that are too close together appear as one circle
 * with their number. The map draws the marks that it gets and reports its view; the caller supplies the marks of that
 * view. Import it lazily: Leaflet is large. Positions are WGS-84 throughout.
 */
import 'leaflet/dist/leaflet.css';
import './pin-map.css';
import './case-map.css';
import { Control, control, DomUtil, layerGroup, map as createMap } from 'leaflet';
import type { LatLon } from '#domain/base/geometry.ts';
import type { Grid, GridCode } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { createMarks, type CaseMark } from './case-marks.ts';
import { boundsOf, CHINA, gridLayers, PLACE_NAMES_ZOOM, placeLayers, type MapLocale } from './map-layers.ts';

export type { CaseMark } from './case-marks.ts';

/** West, south, east, north, in degrees. */
export type Box = readonly [number, number, number, number];
export type View = LatLon & { readonly zoom: number };

export type CaseMapContent = {
  readonly grids: readonly Grid[];
  readonly places: readonly Place[];
  readonly highlighted: GridCode | null;
  readonly marks: readonly CaseMark[];
  readonly locale: MapLocale;
};

export type CaseMapOptions = CaseMapContent & {
  /** The first view; null for all of the grids. */
  readonly view: View | null;
  readonly onOpen: (caseId: string) => void;
  /** At most once a frame during a move. The box is somewhat larger than the visible area; the zoom is an integer. */
  readonly onLook: (box: Box, zoom: number) => void;
  /** The person moved the map, and the move has ended. */
  readonly onMoved: (view: View) => void;
  readonly onFitAll: () => void;
  readonly labels: {
    readonly map: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly fitAll: string;
  };
};

export type CaseMap = {
  /** Redraws the given content. The view stays. */
  update(changes: Partial<CaseMapContent>): void;
  look(view: View): void;
  /** Shows the whole box; for null, all of the grids. */
  fit(box: Box | null): void;
  /** Moves only as far as needed to show the point. */
  reveal(point: LatLon): void;
  focus(): void;
  dispose(): void;
};

/** Marks are drawn some way outside the visible area, so that a small move shows no gap. */
const MARGIN = 0.25;
const MAX_ZOOM = 20;
/** A single case is hard to locate without its surroundings. */
const MAX_FIT_ZOOM = 18;
const PAN_PIXELS = 96;

const steps: Record<string, readonly [number, number]> = {
  ArrowUp: [0, -PAN_PIXELS],
  ArrowDown: [0, PAN_PIXELS],
  ArrowLeft: [-PAN_PIXELS, 0],
  ArrowRight: [PAN_PIXELS, 0],
};

export const createCaseMap = (element: HTMLElement, options: CaseMapOptions): CaseMap => {
  const { labels } = options;
  let content: CaseMapContent = options;
  const animate = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = createMap(element, {
    attributionControl: false,
    zoomControl: false,
    // Leaflet measures its element only when the window changes; a pane can change by itself.
    trackResize: false,
    // Leaflet's own keys work on the frame only; here they also work on the marks.
    keyboard: false,
    minZoom: 3,
    maxZoom: MAX_ZOOM,
    // In steps of a quarter, fitted bounds fill the frame better.
    zoomSnap: 0.25,
    zoomAnimation: animate,
    fadeAnimation: false,
    markerZoomAnimation: animate,
  });
  element.classList.add('pin-map', 'case-map');
  element.tabIndex = 0;
  element.setAttribute('role', 'region');
  element.setAttribute('aria-label', labels.map);
  control.zoom({ position: 'topright', zoomInTitle: labels.zoomIn, zoomOutTitle: labels.zoomOut }).addTo(map);
  fitAllControl(labels.fitAll, options.onFitAll).addTo(map);
  control.scale({ imperial: false }).addTo(map);

  const grids = layerGroup().addTo(map);
  const places = layerGroup().addTo(map);
  const press = ({ caseId, lat, lon, opensAtZoom }: CaseMark): void => {
    if (caseId !== null) return options.onOpen(caseId);
    const zoom = Math.min(MAX_ZOOM, Math.max(opensAtZoom ?? 0, map.getZoom() + 1));
    // The mark disappears when it opens, so the keyboard focus moves to the map.
    element.focus({ preventScroll: true });
    map.setView([lat, lon], zoom, { animate });
  };
  const marks = createMarks(layerGroup().addTo(map), press);

  const draw = (changes: Partial<CaseMapContent>): void => {
    content = { ...content, ...changes };
    const { locale, highlighted } = content;
    if (changes.grids || changes.locale || changes.highlighted !== undefined) {
      grids.clearLayers();
      for (const layer of gridLayers(content.grids, locale, highlighted)) grids.addLayer(layer);
    }
    if (changes.places || changes.locale) {
      places.clearLayers();
      for (const layer of placeLayers(content.places, locale)) places.addLayer(layer);
    }
    if (changes.marks) marks.show(changes.marks);
  };

  const viewNow = (): View => {
    const { lat, lng } = map.getCenter();
    return { lat, lon: lng, zoom: map.getZoom() };
  };
  /** The box to which the view was fitted; null after the person changed the view. */
  let fitted: { readonly box: Box | null } | null = null;
  const fit = (box: Box | null): void => {
    fitted = { box };
    const bounds = boundsOf(content.grids);
    const around = box
      ? ([
          [box[1], box[0]],
          [box[3], box[2]],
        ] as [[number, number], [number, number]])
      : bounds;
    if (around) map.fitBounds(around, { padding: [40, 40], maxZoom: MAX_FIT_ZOOM, animate: false });
    else map.setView(CHINA, 4, { animate: false });
  };

  let frame = 0;
  const reportView = (): void => {
    frame = 0;
    element.classList.toggle('pin-map-near', map.getZoom() >= PLACE_NAMES_ZOOM);
    const box = map.getBounds().pad(MARGIN);
    options.onLook([box.getWest(), box.getSouth(), box.getEast(), box.getNorth()], Math.round(map.getZoom()));
  };
  const scheduleReport = (): void => void (frame ||= requestAnimationFrame(reportView));

  /** A move by the page itself does not count as a move by the person. */
  let isMovedByPage = true;
  const moveByPage = (move: () => void): void => {
    isMovedByPage = true;
    move();
    isMovedByPage = false;
  };
  moveByPage(() => {
    if (options.view) map.setView([options.view.lat, options.view.lon], options.view.zoom);
    else fit(null);
  });
  draw(content);
  reportView();
  map.on('move zoomend resize', scheduleReport);
  map.on('moveend', () => {
    if (isMovedByPage) return;
    fitted = null;
    options.onMoved(viewNow());
  });

  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    const mark = event.target instanceof HTMLElement && event.target.closest<HTMLElement>('.case-mark');
    // Leaflet gives a mark the role of a button, but does not handle its keys.
    if ((event.key === 'Enter' || event.key === ' ') && mark) mark.click();
    else if (step) map.panBy([...step], { animate });
    else if (event.key === '+' || event.key === '=') map.zoomIn(1, { animate });
    else if (event.key === '-') map.zoomOut(1, { animate });
    else return;
    event.preventDefault();
  };
  element.addEventListener('keydown', onKey);
  const observer = new ResizeObserver(() =>
    moveByPage(() => {
      map.invalidateSize({ animate: false });
      if (fitted) fit(fitted.box);
    }),
  );
  observer.observe(element);

  return {
    update: draw,
    look: ({ lat, lon, zoom }) => {
      fitted = null;
      moveByPage(() => map.setView([lat, lon], zoom, { animate: false }));
    },
    fit: (box) => moveByPage(() => fit(box)),
    reveal: ({ lat, lon }) =>
      moveByPage(() => {
        const before = map.getCenter();
        map.panInside([lat, lon], { padding: [56, 56], animate: false });
        if (!map.getCenter().equals(before)) fitted = null;
      }),
    focus: () => element.focus({ preventScroll: true }),
    dispose() {
      observer.disconnect();
      element.removeEventListener('keydown', onKey);
      // Removing the map ends a move, which would otherwise be reported.
      map.off();
      cancelAnimationFrame(frame);
      map.remove();
      element.classList.remove('pin-map', 'case-map', 'pin-map-near');
    },
  };
};

const fitAllControl = (label: string, onPress: () => void): Control => {
  const fitAll = new Control({ position: 'topright' });
  fitAll.onAdd = () => {
    const bar = DomUtil.create('div', 'leaflet-bar case-map-fit');
    const button = DomUtil.create('button', '', bar);
    button.type = 'button';
    button.title = label;
    button.setAttribute('aria-label', label);
    button.innerHTML =
      '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 3H5a2 2 0 0 0-2 2v3m18 0V5a2 2 0 0 0-2-2h-3m0 18h3a2 2 0 0 0 2-2v-3M3 16v3a2 2 0 0 0 2 2h3"/></svg>';
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      onPress();
    });
    return bar;
  };
  return fitAll;
};
