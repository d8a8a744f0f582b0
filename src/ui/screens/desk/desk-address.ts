/**
 * The whole state of the desk as an address: the open case, the filters, the map view.
 *
 * Promises: parsing a written address gives the same state. Invalid values are ignored and never throw. Default values
 * are not written, so the default desk is `/desk`.
 */
import type { Millis } from '#domain/base/units.ts';
import { gridCodePattern } from '#domain/place/grid.ts';
import { severities } from '#domain/catalogue/severities.ts';
import { caseOrders, stateFilters, type CaseFilter } from '#ui/state/cases/finder.ts';

/** Days back from today, today included, so that a bookmark keeps its meaning, such as "the last week". */
export const spans = ['1', '7', '30'] as const;
export type Span = (typeof spans)[number];

export type MapView = { readonly lat: number; readonly lon: number; readonly zoom: number };

export type DeskView = Pick<
  CaseFilter,
  'state' | 'kind' | 'grid' | 'photos' | 'severity' | 'text' | 'order'
> & {
  readonly span: Span | '';
  /** First and last day, `2025-06-30`; '' means no limit. Ignored while there is a span. */
  readonly from: string;
  readonly until: string;
  readonly map: MapView | null;
  /** What is shown where the screen has no room for both. */
  readonly pane: 'list' | 'map';
};

export const plainDesk: DeskView = {
  state: 'reported',
  kind: '',
  grid: '',
  photos: '',
  severity: '',
  text: '',
  order: 'newest',
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
    severity: severities.find((it) => it === params.get('severity')) ?? '',
    order: caseOrders.find((it) => it === params.get('order')) ?? plainDesk.order,
    text: (params.get('q') ?? '').slice(0, MAX_QUERY),
    span: spans.find((it) => it === params.get('days')) ?? '',
    from: read('from', isDay),
    until: read('until', isDay),
    map: readMap(params.get('map') ?? ''),
    pane: params.get('pane') === 'map' ? 'map' : 'list',
  };
};

export const deskHref = (id: string | undefined, view: DeskView): string => {
  const { state, kind, grid, photos, severity, text, order, span, from, until, map, pane } = view;
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
  write('severity', severity);
  write('order', order === plainDesk.order ? '' : order);
  write('q', text.trim());
  write('map', map ? mapText(map) : '');
  write('pane', pane === 'map' ? pane : '');
  // For readability: a colon and a comma need no escape in a query.
  const query = params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return `/desk${id ? `/${id}` : ''}${query && `?${query}`}`;
};

/** Local midnight at the start of the day `offset` days after `day`. */
const midnight = (day: Date, offset: number): Millis =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate() + offset).getTime();

/** The filter for the finder. Days become times in the time zone of this computer. */
export const filterOf = (
  { state, kind, grid, photos, severity, text, order, span, from, until }: DeskView,
  now: Millis,
): CaseFilter => {
  const asked = { state, kind, grid, photos, severity, text, order };
  if (span !== '') return { ...asked, from: midnight(new Date(now), 1 - Number(span)), until: null };
  return {
    ...asked,
    from: from === '' ? null : midnight(new Date(`${from}T00:00`), 0),
    until: until === '' ? null : midnight(new Date(`${until}T00:00`), 1),
  };
};
