/** A list of rows of equal height, most of them not rendered: which rows to request, and how to scroll to a row. */
import type { Slice } from '#ui/state/cases/finder.ts';

/** In `rem`. A line of case-line.module.css fits into this height. */
export const ROW_REM = 4.75;
/** Rows requested beyond both edges, so that a fast scroll finds no missing rows. */
const MARGIN_ROWS = 12;
/** A new slice is requested after this many rows, not after each row. */
const STEP_ROWS = 6;

export const windowOf = (top: number, height: number, row: number): Slice => {
  const first = Math.floor(top / row / STEP_ROWS) * STEP_ROWS;
  const last = Math.ceil((top + height) / row / STEP_ROWS) * STEP_ROWS;
  return { from: Math.max(0, first - MARGIN_ROWS), to: last + MARGIN_ROWS };
};

/** The nearest scroll position that shows the whole row; a row far away is centred. */
export const topShowing = (index: number, top: number, height: number, row: number): number => {
  const [start, end] = [index * row, (index + 1) * row];
  if (start >= top && end <= top + height) return top;
  const isFar = end < top - height || start > top + 2 * height;
  if (isFar) return Math.max(0, start - (height - row) / 2);
  return start < top ? start : end - height;
};
