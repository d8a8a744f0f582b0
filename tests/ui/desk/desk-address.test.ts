import { describe, expect, test } from 'vitest';
import { deskHref, filterOf, parseView, plainDesk, type DeskView } from '#ui/screens/desk/desk-address.ts';
import { topShowing, windowOf } from '#ui/screens/desk/list/row-window.ts';

const queryOf = (href: string): string => new URL(href, 'http://desk').search;
const noon = new Date(2025, 5, 30, 12).getTime();

describe('the address of the desk', () => {
  test.each<Partial<DeskView>>([
    {},
    { state: 'filed', kind: 'family:ebike', grid: '330199001002003' },
    { state: 'all', kind: 'kind:EB01', grid: 'none', span: '7' },
    { state: 'filed', photos: 'missing', text: '3 幢' },
    { severity: 'major', order: 'severity' },
    { from: '2025-06-01', until: '2025-06-30', text: '楼道 & 飞线 = 100%' },
    { map: { lat: 30.27131, lon: 120.15153, zoom: 16.25 }, pane: 'map' },
  ])('a desk state, written and parsed: %j → the same state', (changes) => {
    const view = { ...plainDesk, ...changes };
    expect(parseView(queryOf(deskHref('some-case', view)))).toEqual(view);
  });

  test('default values, written → left out', () => {
    expect(deskHref(undefined, plainDesk)).toBe('/desk');
    expect(deskHref('7', { ...plainDesk, kind: 'family:gas' })).toBe('/desk/7?kind=family:gas');
  });

  test('invalid values, parsed → ignored', () => {
    const query =
      '?state=lost&kind=EB01;drop&grid=33&days=8&from=2025-13-45&until=soon&map=1,2&pane=both&photos=some&severity=bad&order=no';
    expect(parseView(query)).toEqual(plainDesk);
    expect(parseView('?map=95,200,17').map).toBeNull();
  });

  test('a span of days → from midnight, today included', () => {
    expect(filterOf({ ...plainDesk, span: '1' }, noon).from).toBe(new Date(2025, 5, 30).getTime());
    expect(filterOf({ ...plainDesk, span: '7' }, noon)).toMatchObject({
      from: new Date(2025, 5, 24).getTime(),
      until: null,
    });
  });

  test('first and last day, chosen by hand → the last day is included', () => {
    expect(filterOf({ ...plainDesk, from: '2025-06-01', until: '2025-06-30' }, noon)).toMatchObject({
      from: new Date(2025, 5, 1).getTime(),
      until: new Date(2025, 6, 1).getTime(),
    });
  });
});

describe('the window of rows', () => {
  test('visible rows, scrolling → all are in the window, and it changes only after several rows', () => {
    for (let top = 0; top < 4000; top += 7) {
      const { from, to } = windowOf(top, 700, 76);
      expect(from).toBeLessThanOrEqual(Math.floor(top / 76));
      expect(to).toBeGreaterThanOrEqual(Math.ceil((top + 700) / 76));
      expect(to - from).toBeLessThan(50);
    }
    expect(windowOf(1000, 700, 76)).toEqual(windowOf(1001, 700, 76));
  });

  test('a row, scrolled to → the smallest move that shows all of it', () => {
    expect(topShowing(3, 100, 700, 76)).toBe(100);
    expect(topShowing(0, 40, 700, 76)).toBe(0);
    expect(topShowing(10, 100, 700, 76)).toBe(11 * 76 - 700);
    expect(topShowing(500, 0, 700, 76)).toBe(500 * 76 - 312);
  });
});
