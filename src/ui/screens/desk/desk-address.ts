/**
 * The desk's whole state as an address: which case is open, what is filtered, where the map stands.
 *
 * Promises: reading back what was written gives the same; what somebody mistyped is left out, never a fault; what is
 * as usual is not written, so that the plain desk is `/desk`.
 */
import type { Millis } from '#domain/base/units.ts';
import { gridCodePattern } from '#domain/place/grid.ts';
import { stateFilters, type CaseFilter } from '#ui/state/cases/finder.ts';

/** Days counted back from today, today included, so that a kept link goes on meaning "the last week". */
export const spans = ['1', '7', '30'] as const;
export type Span = (typeof spans)[number];

export type MapView = { readonly lat: number; readonly lon: number; readonly zoom: number };

export type DeskView = Pick<CaseFilter, 'state' | 'kind' | 'grid' | 'photos' | 'text'> & {
  readonly span: Span | '';
  /** First and last day, `2025-06-30`; '' leaves that end open. Without meaning while there is a span. */
  readonly from: string;
  readonly until: string;
  readonly map: MapView | null;
  /** Where there is no room for both, the map stands in the list's place. */
  readonly pane: 'list' | 'map';
};

export const plainDesk: DeskView = {
  state: 'reported',
  kind: '',
  grid: '',
  photos: '',
  text: '',
  span: '',
  from: '',
  until: '',
  map: null,
  pane: 'list',
};

const MAX_QUERY = 200;

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00`));
const isKind = (text: string): boolean => /^(family|kind):\w+$/.test(text);
const isGrid = (text: string): boolean => text === 'none' || gridCodePattern.test(text);

const readMap = (text: string): MapView | null => {
  const [lat = Number.NaN, lon = Number.NaN, zoom = Number.NaN] = text.split(',').map(Number);
  const isOnTheGlobe = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24;
  return isOnTheGlobe && text !== '' ? { lat, lon, zoom } : null;
};

/** Five decimals are about a metre. */
export const mapText = ({ lat, lon, zoom }: MapView): string => `${lat.toFixed(5)},${lon.toFixed(5)},${zoom}`;

export const parseView = (query: string): DeskView => {
  const params = new URLSearchParams(query);
  const read = (name: string, isRight: (text: string) => boolean): string => {
    const text = params.get(name) ?? '';
    return isRight(text) ? text : '';
  };
  const state = stateFilters.find((it) => it === params.get('state'));
  return {
    state: state ?? plainDesk.state,
    kind: read('kind', isKind),
    grid: read('grid', isGrid),
    photos: params.get('photos') === 'missing' ? 'missing' : '',
    text: (params.get('q') ?? '').slice(0, MAX_QUERY),
    span: spans.find((it) => it === params.get('days')) ?? '',
    from: read('from', isDay),
    until: read('until', isDay),
    map: readMap(params.get('map') ?? ''),
    pane: params.get('pane') === 'map' ? 'map' : 'list',
  };
};

export const deskHref = (id: string | undefined, view: DeskView): string => {
  const { state, kind, grid, photos, text, span, from, until, map, pane } = view;
  const isOwn = span === '';
  const params = new URLSearchParams();
  const write = (name: string, value: string): void => {
    if (value !== '') params.set(name, value);
  };
  write('state', state === plainDesk.state ? '' : state);
  write('kind', kind);
  write('grid', grid);
  write('days', span);
  write('from', isOwn ? from : '');
  write('until', isOwn ? until : '');
  write('photos', photos);
  write('q', text.trim());
  write('map', map ? mapText(map) : '');
  write('pane', pane === 'map' ? pane : '');
  // Read by people too: a colon and a comma need no code in a query.
  const query = params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return `/desk${id ? `/${id}` : ''}${query && `?${query}`}`;
};

/** Midnight, here, some days away. */
const midnight = (day: Date, away: number): Millis =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + away).getTime();

/** What the finder is asked: days become moments by this computer's calendar. */
export const filterOf = (
  { state, kind, grid, photos, text, span, from, until }: DeskView,
  now: Millis,
): CaseFilter => {
  const asked = { state, kind, grid, photos, text };
  if (span !== '') return { ...asked, from: midnight(new Date(now), 1 - Number(span)), until: null };
  return {
    ...asked,
    from: from === '' ? null : midnight(new Date(`${from}T00:00`), 0),
    until: until === '' ? null : midnight(new Date(`${until}T00:00`), 1),
  };
};
