/** Presses Tab from the top of a page to its end: which elements get the focus, and whether the focus is visible. */
import type { Page } from 'playwright-core';

export type Stop = { readonly name: string; readonly isSeen: boolean };

export type TabWalk = {
  /** The focused elements, in order. */
  readonly stops: readonly Stop[];
  /** Elements that can be pressed and were focused never or more than once. */
  readonly missed: readonly string[];
  readonly twice: readonly string[];
  /** Elements focused before one that precedes them in the page. */
  readonly outOfOrder: readonly string[];
};

/**
 * Runs in the page. `expected` are the elements that can be pressed, in document order. Of a group of radios, Tab visits the
 * chosen one; the arrow keys visit the others.
 */
const prepare = (): void => {
  const pressable =
    'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [role=button], [contenteditable]';
  const room = [...document.querySelectorAll<HTMLElement>('dialog:modal')].at(-1) ?? document.documentElement;
  const isOneOfGroup = (element: Element): boolean => {
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    const group = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter(
      ({ name, form }) => name === element.name && form === element.form,
    );
    return (group.find(({ checked }) => checked) ?? group[0]) === element;
  };
  const expected = [...room.querySelectorAll<HTMLElement>(pressable)].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest('[inert]') &&
      isOneOfGroup(element),
  );
  const nameOf = (element: Element): string => {
    const labels = 'labels' in element ? [...((element.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
    const text =
      element.getAttribute('aria-label') ?? labels[0]?.innerText ?? (element as HTMLElement).innerText ?? '';
    return text.replace(/\s+/g, ' ').trim() || element.tagName.toLowerCase();
  };
  /** A link that covers its card draws the focus ring around the card. */
  const hasRing = (element: Element): boolean =>
    [undefined, '::after'].some((part) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
  /** A control that is drawn by its label has its focus ring there. */
  const isSeen = (element: Element): boolean => {
    const { opacity } = getComputedStyle(element);
    const drawn = opacity === '0' ? element.closest('label') : element;
    return drawn !== null && hasRing(drawn);
  };
  const visited: Element[] = [];
  const stops: { name: string; isSeen: boolean }[] = [];
  const walk = {
    /** False at the end, and when the focus is back at the start. */
    note(): boolean {
      const element = document.activeElement;
      if (!element || element === document.body || !room.contains(element)) return false;
      if (visited[0] === element || visited.at(-1) === element) return false;
      visited.push(element);
      stops.push({ name: nameOf(element), isSeen: isSeen(element) });
      return true;
    },
    result() {
      const places = visited
        .map((element) => expected.indexOf(element as HTMLElement))
        .filter((it) => it >= 0);
      return {
        stops,
        missed: expected.filter((element) => !visited.includes(element)).map(nameOf),
        twice: visited.filter((element, at) => visited.indexOf(element) !== at).map(nameOf),
        outOfOrder: places
          .filter((place, at) => at > 0 && place < places[at - 1]!)
          .map((place) => nameOf(expected[place]!)),
      };
    },
  };
  Object.assign(window, { tabWalk: walk });
};

/** Runs in the page: whether the elements are still the same. Elements that were replaced count as missed. */
const standsStill = (): boolean => {
  const seen = window as unknown as { tabStops?: readonly Element[] };
  const now = [...document.querySelectorAll('a, button, input, select, textarea, [role=button]')];
  const before = seen.tabStops;
  seen.tabStops = now;
  return before?.length === now.length && now.every((element, at) => element === before[at]);
};

const MOST_STOPS = 400;

/** The walk starts after the element in focus: at the top of a page that was just opened. */
export const walkByTab = async (page: Page): Promise<TabWalk> => {
  await page.waitForFunction(standsStill, null, { polling: 250 });
  await page.evaluate(prepare);
  type Walk = { note(): boolean; result(): TabWalk };
  const note = () => page.evaluate(() => (window as unknown as { tabWalk: Walk }).tabWalk.note());
  await page.keyboard.press('Tab');
  for (let stop = 0; await note(); stop++) {
    if (stop > MOST_STOPS) throw new Error('the tab order does not end');
    await page.keyboard.press('Tab');
  }
  return page.evaluate(() => (window as unknown as { tabWalk: Walk }).tabWalk.result());
};
