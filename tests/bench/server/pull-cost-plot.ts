import type { PullCost } from './pull-cost.ts';

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 620;
const TOP = 56;
const BOTTOM = 300;

type Line = {
  readonly name: string;
  readonly colour: string;
  readonly dash: string;
  readonly ratios: readonly number[];
};

const round = (value: number) => value.toFixed(1);

/** Draws the growth of the cost of a pull, relative to the smallest ledger. The colours follow the theme of the reader. */
export const drawPullCosts = (costs: readonly PullCost[], caption: string): string => {
  const [smallest] = costs;
  if (!smallest) throw new Error('nothing to draw');
  const lines: readonly Line[] = [
    {
      name: 'page behind a recent cursor',
      colour: 'var(--recent)',
      dash: '',
      ratios: costs.map(({ recent }) => recent.median / smallest.recent.median),
    },
    {
      name: 'first page of a snapshot',
      colour: 'var(--first)',
      dash: '6 4',
      ratios: costs.map(({ first }) => first.median / smallest.first.median),
    },
  ];
  const highest = Math.max(2, Math.ceil(Math.max(...lines.flatMap(({ ratios }) => ratios)) * 1.1));
  const [from, to] = [Math.log10(smallest.events), Math.log10(costs.at(-1)!.events)];
  const x = (events: number) =>
    LEFT + 30 + ((Math.log10(events) - from) / Math.max(1, to - from)) * (RIGHT - LEFT - 60);
  const y = (ratio: number) => BOTTOM - (ratio / highest) * (BOTTOM - TOP);
  const step = Math.ceil(highest / 6);
  const rungs = Array.from({ length: Math.floor(highest / step) + 1 }, (_, at) => at * step);
  const superscript = (events: number) =>
    `10${[...String(Math.round(Math.log10(events)))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;
  const parts = [
    ...rungs.map(
      (ratio) =>
        `<line class="rung" x1="${LEFT}" y1="${round(y(ratio))}" x2="${RIGHT}" y2="${round(y(ratio))}"/>` +
        `<text x="${LEFT - 10}" y="${round(y(ratio) + 4)}" text-anchor="end">${ratio} ×</text>`,
    ),
    ...costs.map(
      ({ events }) =>
        `<text x="${round(x(events))}" y="${BOTTOM + 22}" text-anchor="middle">${superscript(events)}</text>`,
    ),
    ...lines.map(({ colour, dash, ratios }) => {
      const points = ratios.map((ratio, at) => [x(costs[at]!.events), y(ratio)] as const);
      const path = points.map(([px, py]) => `${round(px)},${round(py)}`).join(' ');
      const dots = points.map(
        ([px, py]) => `<circle cx="${round(px)}" cy="${round(py)}" r="4" fill="${colour}"/>`,
      );
      return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dash}"/>${dots.join('')}`;
    }),
    ...lines.map(
      ({ name, colour, dash }, at) =>
        `<line x1="${LEFT + at * 270}" y1="34" x2="${LEFT + 28 + at * 270}" y2="34" stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dash}"/>` +
        `<text x="${LEFT + 36 + at * 270}" y="38">${name}</text>`,
    ),
    `<text x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 42}" text-anchor="middle">events in the ledger, a case each; cost ÷ the smallest ledger’s</text>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${caption}">
<title>${caption}</title>
<style>
svg { --ink: #3c4a45; --rung: #d5ddd9; --recent: #0b6b50; --first: #b4540a; background: #fff }
@media (prefers-color-scheme: dark) { svg { --ink: #cfd8d4; --rung: #35403c; --recent: #5fd3ab; --first: #f2a65a; background: #161b19 } }
text { font: 13px system-ui, sans-serif; fill: var(--ink) }
.rung { stroke: var(--rung) }
</style>
${parts.join('\n')}
</svg>
`;
};
