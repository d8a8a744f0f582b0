import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Grid } from '#domain/place/grid.ts';
import { createCaseMap, type CaseMapOptions, type CaseMark, type View } from '#map/case-map.ts';
import '#ui/theme/tokens.css';

const square = (lat: number, lon: number): Grid['polygon'] => [
  [
    [lon, lat],
    [lon + 0.004, lat],
    [lon + 0.004, lat + 0.003],
    [lon, lat + 0.003],
    [lon, lat],
  ],
];
const grids: Grid[] = [
  { code: '330106001001001', name: { zh: '一网格', en: 'Grid one' }, polygon: square(30.27, 120.15) },
  { code: '330106001001002', name: { zh: '二网格', en: 'Grid two' }, polygon: square(30.27, 120.154) },
];
const one: CaseMark = {
  lat: 30.2715,
  lon: 120.152,
  count: 1,
  severity: 'major',
  caseId: 'case-1',
  opensAtZoom: null,
  label: '重大 · 楼道充电 · <b>7</b> 幢',
  isOpen: false,
};
const several: CaseMark = {
  ...one,
  lat: 30.2712,
  lon: 120.156,
  count: 14,
  severity: 'general',
  caseId: null,
  opensAtZoom: 18,
  label: '14 件',
};
const start: View = { lat: 30.2715, lon: 120.154, zoom: 16 };

let element: HTMLElement;
beforeEach(() => {
  element = document.createElement('div');
  Object.assign(element.style, { width: '600px', height: '480px' });
  document.body.append(element);
  return () => element.remove();
});

const show = (changes: Partial<CaseMapOptions> = {}) => {
  const options = {
    grids,
    places: [],
    highlighted: null,
    marks: [one, several],
    locale: 'zh' as const,
    view: start,
    onOpen: vi.fn<(id: string) => void>(),
    onLook: vi.fn<CaseMapOptions['onLook']>(),
    onMoved: vi.fn<(view: View) => void>(),
    onFitAll: vi.fn<() => void>(),
    labels: { map: '地图', zoomIn: '放大', zoomOut: '缩小', fitAll: '显示全部' },
  };
  const map = createCaseMap(element, { ...options, ...changes });
  onTestFinished(() => map.dispose());
  return { map, ...options };
};
const all = (selector: string) => [...element.querySelectorAll<HTMLElement>(selector)];
const mark = (label: string) => all('.case-mark').find((it) => it.getAttribute('aria-label') === label)!;

test('mark → shape and colour for one case, a number for several', () => {
  const { map } = show();
  expect(mark(one.label).className).toContain('case-mark-major');
  expect(mark(one.label).querySelector('path')).not.toBeNull();
  expect(mark(several.label).className).toContain('case-mark-general');
  expect(mark(several.label).textContent).toBe('14');
  const shapes = (['major', 'general', 'minor'] as const).map((severity) => {
    map.update({ marks: [{ ...one, severity }] });
    return element.querySelector('.case-mark path')!.getAttribute('d');
  });
  expect(new Set(shapes).size).toBe(3);
});

test('click on a mark → opens one case, or zooms until several split', async () => {
  const { onOpen, onLook } = show();
  await userEvent.click(mark(one.label));
  expect(onOpen).toHaveBeenCalledExactlyOnceWith('case-1');
  await userEvent.click(mark(several.label));
  await vi.waitFor(() => expect(onLook.mock.lastCall?.[1]).toBe(18));
  expect(onOpen).toHaveBeenCalledTimes(1);
});

test('keyboard → reaches every mark, moves and zooms the map', async () => {
  const { onOpen, onMoved } = show();
  mark(one.label).focus();
  expect(mark(one.label).getAttribute('role')).toBe('button');
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('[Space]');
  expect(onOpen).toHaveBeenCalledTimes(2);
  await userEvent.keyboard('{ArrowRight}');
  await vi.waitFor(() => expect(onMoved.mock.lastCall?.[0].lon).toBeGreaterThan(start.lon));
  await userEvent.keyboard('+');
  await vi.waitFor(() => expect(onMoved.mock.lastCall?.[0].zoom).toBe(17));
});

test('focused mark → its label is shown as text', async () => {
  show();
  mark(one.label).focus();
  await vi.waitFor(() => expect(all('.case-mark-label').map((it) => it.textContent)).toEqual([one.label]));
  expect(element.querySelector('.case-mark-label b')).toBeNull();
});

test('update, mark stays → is not redrawn and keeps the focus', () => {
  const { map } = show();
  const before = mark(one.label);
  before.focus();
  map.update({
    marks: [
      { ...one, label: '另一句话' },
      { ...several, count: 15, label: '15 件' },
    ],
  });
  expect(document.activeElement).toBe(before);
  expect(before.getAttribute('aria-label')).toBe('另一句话');
  expect(all('.case-mark')).toHaveLength(2);
});

test('open case and its grid → are highlighted', () => {
  show({ marks: [{ ...one, isOpen: true }], highlighted: '330106001001002' });
  expect(element.querySelector('.case-mark-open i')).not.toBeNull();
  expect(all('.pin-map-grid-chosen')).toHaveLength(1);
  // The last one drawn is on top.
  expect(all('.pin-map-grid').at(-1)!.classList.contains('pin-map-grid-chosen')).toBe(true);
});

test('onLook during a move → at most once a frame, with a box larger than the view', async () => {
  const { onLook } = show();
  onLook.mockClear();
  const press = (key: string) => element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  for (let i = 0; i < 20; i++) press('ArrowLeft');
  expect(onLook).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(onLook).toHaveBeenCalled());
  const [west, , east] = onLook.mock.lastCall![0];
  // 600 pixels at zoom 16 are 0.0129 degrees; a quarter more on either side.
  expect(east - west).toBeCloseTo(0.0129 * 1.5, 3);
});

test('onMoved → only for moves by the person', async () => {
  const { map, onMoved, onFitAll } = show();
  map.look({ lat: 30.28, lon: 120.16, zoom: 15 });
  map.fit(null);
  map.fit([120.15, 30.27, 120.151, 30.271]);
  map.reveal({ lat: 30.3, lon: 120.2 });
  element.style.width = '300px';
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  expect(onMoved).not.toHaveBeenCalled();
  await userEvent.click(all('.case-map-fit button')[0]!);
  expect(onFitAll).toHaveBeenCalledTimes(1);
});

test('fit → leaves the whole box visible', () => {
  const { map, onLook } = show({ view: null });
  const [box, zoom] = onLook.mock.lastCall!;
  expect(zoom).toBeGreaterThan(14);
  expect(box[0]).toBeLessThan(120.15);
  expect(box[2]).toBeGreaterThan(120.158);
  map.fit([120.1, 30.2, 120.2, 30.3]);
  expect(all('.pin-map-name').map((it) => it.textContent)).toEqual(['一网格', '二网格']);
});

const isVisible = (it: HTMLElement): boolean => {
  const [frame, own] = [element.getBoundingClientRect(), it.getBoundingClientRect()];
  return own.left >= frame.left && own.right <= frame.right;
};
const areBothVisible = () => [one, several].every(({ label }) => isVisible(mark(label)));

test('fitted view, element becomes smaller → is fitted again', async () => {
  show({ view: null });
  expect(areBothVisible()).toBe(true);
  element.style.width = '200px';
  await expect.poll(areBothVisible).toBe(true);
});

test('view chosen by the person, element becomes smaller → stays', async () => {
  const { onLook } = show({ view: null });
  const zoom = () => onLook.mock.lastCall![1];
  const fitted = zoom();
  await userEvent.click(all('.leaflet-control-zoom-in')[0]!);
  await expect.poll(zoom).toBe(fitted + 1);
  const looks = onLook.mock.calls.length;
  element.style.width = '200px';
  await expect.poll(() => onLook.mock.calls.length).toBeGreaterThan(looks);
  expect(zoom()).toBe(fitted + 1);
});

test('[G2a] a grid with a hole and a second part → one outline of three rings, its name inside the larger part', () => {
  const hole = square(30.271, 120.1505)[0]!.map(([lon, lat]): [number, number] => [
    120.151 + (lon - 120.1505) * 0.5,
    30.271 + (lat - 30.271) * 0.5,
  ]);
  const [first] = grids;
  const { map } = show({
    marks: [],
    places: [],
    grids: [{ ...first!, polygon: [first!.polygon[0]!, hole], more: [square(30.276, 120.15)] }],
    view: null,
  });
  const outlines = all('path.pin-map-grid');
  expect(outlines).toHaveLength(1);
  expect(outlines[0]!.getAttribute('d')!.match(/M/g)).toHaveLength(3);
  // The first view shows both parts.
  const [frame, outline] = [element.getBoundingClientRect(), outlines[0]!.getBoundingClientRect()];
  expect(outline.top).toBeGreaterThanOrEqual(frame.top);
  expect(outline.bottom).toBeLessThanOrEqual(frame.bottom);
  map.update({ grids: [{ ...first!, retired: true }] });
  expect(all('path.pin-map-grid')).toHaveLength(0);
  map.update({ highlighted: first!.code });
  expect(all('path.pin-map-grid')).toHaveLength(1);
});

test('retired places → not drawn', () => {
  const place = {
    id: 'p1',
    kind: 'shed' as const,
    name: { zh: '车棚', en: 'Shed' },
    grid: grids[0]!.code,
    position: { lat: 30.271, lon: 120.151 },
  };
  show({ places: [place, { ...place, id: 'p2', retired: true }] });
  expect(all('path.pin-map-place')).toHaveLength(1);
});
