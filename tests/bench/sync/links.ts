import type { LinkShape } from '#tests/support/link/shaping-proxy.ts';

/** A link of the bench, and the number of reports sent over it. */
export type BenchLink = {
  readonly title: string;
  readonly reports: number;
  readonly isSteady: boolean;
  readonly shape: LinkShape;
};

const shapeOf = (upMegabits: number, downMegabits: number, rttMillis: number): LinkShape => ({
  upBitsPerSecond: upMegabits * 1e6,
  downBitsPerSecond: downMegabits * 1e6,
  rttMillis,
  cutEveryMillis: null,
});

export const links = {
  fast: { title: '20 Mbit/s, 20 ms', reports: 200, isSteady: true, shape: shapeOf(20, 20, 20) },
  middle: { title: '5 Mbit/s, 60 ms', reports: 200, isSteady: true, shape: shapeOf(5, 10, 60) },
  slow: { title: '0.75 Mbit/s, 300 ms', reports: 40, isSteady: true, shape: shapeOf(0.75, 1.5, 300) },
  cut: {
    title: '5 Mbit/s, 60 ms, each connection cut after 3–10 s',
    reports: 200,
    isSteady: false,
    shape: { ...shapeOf(5, 10, 60), connectionLastsMillis: [3_000, 10_000] },
  },
} as const satisfies Record<string, BenchLink>;

export type LinkName = keyof typeof links;
export const isLinkName = (name: string): name is LinkName => name in links;
