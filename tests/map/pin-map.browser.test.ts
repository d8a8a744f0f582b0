import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { distanceMetres, type LatLon } from '#domain/base/geometry.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { createPinMap, type PinMapOptions } from '#map/pin-map.ts';

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
  { code: '330106001001002', name: { zh: '<b>二</b>网格', en: 'Grid two' }, polygon: square(30.27, 120.154) },
];
const places: Place[] = [
  {
    id: 'shed-3',
    kind: 'shed',
    name: { zh: '三号车棚', en: 'Shed 3' },
    grid: '330106001001001',
    position: { lat: 30.271, lon: 120.151 },
  },
];
const here: LatLon = { lat: 30.2713, lon: 120.1522 };

let element: HTMLElement;

beforeEach(() => {
  element = document.createElement('div');
  Object.assign(element.style, { width: '360px', height: '480px' });
  document.body.append(element);
  return () => element.remove();
});

const optionsOf = (changes: Partial<PinMapOptions> = {}): PinMapOptions => ({
  grids,
  places,
  fix: { ...here, accuracyMetres: 12 },
  pin: here,
  locale: 'zh',
  labels: { zoomIn: '放大', zoomOut: '缩小', pin: '隐患位置' },
  ...changes,
});

const show = (changes: Partial<PinMapOptions> = {}) => {
  const map = createPinMap(element, optionsOf(changes));
  onTestFinished(() => map.dispose());
  return map;
};

const all = (selector: string) => [...element.querySelectorAll<HTMLElement>(selector)];
const pin = () => element.querySelector<HTMLElement>('.pin-map-pin')!;

describe('content', () => {
  test('grids, places, fix and pin → are drawn without the network', () => {
    show();
    expect(all('path.pin-map-grid')).toHaveLength(2);
    expect(all('.pin-map-name').map((name) => name.textContent)).toEqual(['一网格', '<b>二</b>网格']);
    expect(all('.pin-map-place-name').map((name) => name.textContent)).toEqual(['三号车棚']);
    expect(all('path.pin-map-accuracy')).toHaveLength(1);
    expect(all('path.pin-map-fix')).toHaveLength(1);
    expect(pin().getAttribute('aria-label')).toBe('隐患位置');
    expect(all('img')).toHaveLength(0);
  });

  test('update → changes content and language', () => {
    const map = show({ pin: null, fix: null });
    expect(all('.pin-map-pin')).toHaveLength(0);
    map.update({ locale: 'en', fix: { ...here, accuracyMetres: null }, pin: here });
    expect(all('.pin-map-name').map((name) => name.textContent)).toEqual(['Grid one', 'Grid two']);
    expect(all('path.pin-map-accuracy')).toHaveLength(0);
    expect(all('path.pin-map-fix')).toHaveLength(1);
    expect(all('.pin-map-pin')).toHaveLength(1);
    map.update({ pin: null });
    expect(all('.pin-map-pin')).toHaveLength(0);
  });

  test('no content → the map still opens', () => {
    show({ grids: [], places: [], fix: null, pin: null });
    expect(all('.leaflet-control-zoom-in')).toHaveLength(1);
  });

  test('zoom buttons → are large and have names', () => {
    show();
    for (const [button, name] of [
      [all('.leaflet-control-zoom-in')[0]!, '放大'],
      [all('.leaflet-control-zoom-out')[0]!, '缩小'],
    ] as const) {
      const { width, height } = button.getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(48);
      expect(button.getAttribute('aria-label')).toBe(name);
    }
  });
});

describe('moving the pin', () => {
  test('arrow keys → move it by one metre, with Shift by ten, and do not move map or page', async () => {
    const onPinMoved = vi.fn<(point: LatLon) => void>();
    show({ onPinMoved });
    pin().focus();
    const pane = element.querySelector('.leaflet-map-pane')!;
    const before = pane.getAttribute('style');
    await userEvent.keyboard('{ArrowUp}{ArrowRight}{Shift>}{ArrowLeft}{/Shift}');
    const points = [here, ...onPinMoved.mock.calls.map(([point]) => point)];
    const steps = points.slice(1).map((point, index) => distanceMetres(points[index]!, point));
    expect(steps).toEqual([expect.closeTo(1, 2), expect.closeTo(1, 2), expect.closeTo(10, 1)]);
    expect(points[1]!.lat).toBeGreaterThan(here.lat);
    expect(points[2]!.lon).toBeGreaterThan(points[1]!.lon);
    expect(points[3]!.lon).toBeLessThan(here.lon);
    expect(pane.getAttribute('style')).toBe(before);
    const again = new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, cancelable: true });
    expect(pin().dispatchEvent(again), 'the page would scroll').toBe(false);
  });

  test('tap on the map → moves it there', async () => {
    const onPinMoved = vi.fn<(point: LatLon) => void>();
    show({ onPinMoved });
    await userEvent.click(element, { position: { x: 250, y: 120 } });
    await vi.waitFor(() => expect(onPinMoved).toHaveBeenCalledOnce());
    const [point] = onPinMoved.mock.calls[0]!;
    expect(point.lat).toBeGreaterThan(here.lat);
    expect(point.lon).toBeGreaterThan(here.lon);
    expect(distanceMetres(here, point)).toBeLessThan(200);
  });

  test('drag → moves it', async () => {
    const onPinMoved = vi.fn<(point: LatLon) => void>();
    show({ onPinMoved });
    await userEvent.dragAndDrop(pin(), element, { targetPosition: { x: 90, y: 400 } });
    await vi.waitFor(() => expect(onPinMoved).toHaveBeenCalledOnce());
    const [point] = onPinMoved.mock.calls[0]!;
    expect(point.lat).toBeLessThan(here.lat);
    expect(point.lon).toBeLessThan(here.lon);
  });

  test('tap without a pin → creates one', async () => {
    const onPinMoved = vi.fn<(point: LatLon) => void>();
    show({ onPinMoved, pin: null });
    await userEvent.click(element, { position: { x: 180, y: 240 } });
    await vi.waitFor(() => expect(all('.pin-map-pin')).toHaveLength(1));
    expect(onPinMoved).toHaveBeenCalledOnce();
  });
});

test('read-only map → the pin cannot be moved', async () => {
  show();
  expect(pin().getAttribute('role')).toBe('img');
  expect(pin().tabIndex).toBe(-1);
  const before = pin().getAttribute('style');
  await userEvent.click(element, { position: { x: 250, y: 120 } });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(pin().getAttribute('style')).toBe(before);
});

test('pin set outside the view → becomes visible', async () => {
  const map = show();
  map.update({ pin: { lat: here.lat + 0.02, lon: here.lon } });
  await vi.waitFor(() => {
    const [frame, marker] = [element.getBoundingClientRect(), pin().getBoundingClientRect()];
    expect(marker.top).toBeGreaterThan(frame.top);
    expect(marker.bottom).toBeLessThan(frame.bottom);
  });
});

test('dispose → leaves the element empty', () => {
  createPinMap(element, optionsOf()).dispose();
  expect(element.children).toHaveLength(0);
});
