/** Rows of one height, most of them not drawn: which are wanted, and where the list must stand to show one. */
import type { Slice } from '#ui/state/cases/finder.ts';

/** In `rem`, as case-line.module.css draws it. */
export const ROW_REM = 4.75;
/** Rows asked for beyond both edges, so that a flick meets none that are missing. */
const MARGIN_ROWS = 12;
/** Scrolling asks anew after this many rows, not after each. */
const STEP_ROWS = 6;

export const windowOf = (top: number, height: number, row: number): Slice => {
  const first = Math.floor(top / row / STEP_ROWS) * STEP_ROWS;
  const last = Math.ceil((top + height) / row / STEP_ROWS) * STEP_ROWS;
  return { from: Math.max(0, first - MARGIN_ROWS), to: last + MARGIN_ROWS };
};

/** The nearest place of the list that shows the row whole; a row far away comes to the middle. */
export const topShowing = (index: number, top: number, height: number, row: number): number => {
  const [start, end] = [index * row, (index + 1) * row];
  if (start >= top && end <= top + height) return top;
  const isFar = end < top - height || start > top + 2 * height;
  if (isFar) return Math.max(0, start - (height - row) / 2);
  return start < top ? start : end - height;
};
