/** The rows of a bench in docs/benchmarks.md. */
import { table } from '#tests/support/docs/markdown-table.ts';
import { show, type Measured } from './measure.ts';

export type Row = {
  readonly figure: string;
  readonly value: string;
  readonly goal?: string;
  readonly isMet?: boolean;
};

type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** Whether the value meets the goal; empty without a goal. */
export const judge = (value: number, goal: Goal | null, digits: number): Pick<Row, 'goal' | 'isMet'> => {
  if (goal === null) return {};
  if ('atMost' in goal) return { goal: `≤ ${goal.atMost.toFixed(digits)}`, isMet: value <= goal.atMost };
  return { goal: `≥ ${goal.atLeast.toFixed(digits)}`, isMet: value >= goal.atLeast };
};

export const row = (
  figure: string,
  measured: Measured | number,
  { digits = 2, goal = null as Goal | null } = {},
): Row => {
  const median = typeof measured === 'number' ? measured : measured.median;
  const value = typeof measured === 'number' ? measured.toFixed(digits) : show(measured, digits);
  return { figure, value, ...judge(median, goal, digits) };
};

export const rowsTable = (rows: readonly Row[]): string =>
  table(
    ['figure', 'median (range)', 'goal', ''],
    rows.map(({ figure, value, goal = '–', isMet }) => {
      const met = isMet ? 'met' : '**not met**';
      return [figure, value, goal, isMet === undefined ? '' : met];
    }),
  );
