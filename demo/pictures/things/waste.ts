import type { Dice } from '#demo/dice.ts';
import type { Brush, Point } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette, type Colour } from '#demo/pictures/colour.ts';

/** A tied bag, about 110 wide, on y = 0. */
export const bag = (brush: Brush, colour: Colour, dice: Dice): void => {
  const wide = dice.between(48, 66);
  const high = dice.between(70, 100);
  brush.shadow(0, 2, wide * 1.35, 14, 0.45);
  brush.shape(
    colour,
    [-wide, -8],
    [-wide * 1.05, -high * 0.45],
    [-wide * 0.5, -high * 0.9],
    [-8, -high],
    [12, -high],
    [wide * 0.55, -high * 0.85],
    [wide, -high * 0.4],
    [wide * 0.95, 0],
    [-wide * 0.7, 2],
  );
  brush.shape(
    clear('#ffffff', 0.16),
    [-wide * 0.7, -high * 0.4],
    [-wide * 0.3, -high * 0.84],
    [-4, -high * 0.92],
    [-wide * 0.25, -high * 0.4],
  );
  brush.line(darker(colour, 0.35), 4, [wide * 0.1, -high * 0.85], [wide * 0.4, -high * 0.3]);
  brush.shape(colour, [-14, -high - 22], [0, -high + 4], [20, -high - 20], [8, -high - 8]);
};

/** A wheeled bin, 170 wide and 230 high, on y = 0. */
export const bin = (brush: Brush, colour: Colour, lid: 'open' | 'shut'): void => {
  const { shape, box, disc, shadow } = brush;
  shadow(0, 0, 120, 20, 0.5);
  shape(colour, [-84, -204], [84, -204], [66, 0], [-66, 0]);
  shape(darker(colour, 0.28), [40, -204], [84, -204], [66, 0], [36, 0]);
  box(darker(colour, 0.15), -90, -216, 180, 22, 6);
  disc(clear('#ffffff', 0.75), -12, -112, 30);
  shape(colour, [-12, -132], [4, -100], [-28, -100]);
  disc(palette.ink, -56, -4, 15);
  disc(palette.ink, 56, -4, 15);
  if (lid === 'shut') {
    shape(lighter(colour, 0.12), [-94, -214], [-74, -242], [74, -242], [94, -214]);
    return;
  }
  shape(lighter(colour, 0.12), [-92, -216], [92, -216], [104, -316], [-80, -322]);
  shape(darker(colour, 0.4), [-80, -218], [80, -218], [70, -204], [-70, -204]);
};

/** Litter on the ground between x0 and x1: peel, paper, bottles. */
export const scraps = (brush: Brush, dice: Dice, x0: number, x1: number, y: number, count: number): void => {
  for (let i = 0; i < count; i++) {
    const at: Point = [dice.between(x0, x1), y + dice.between(-20, 60)];
    const colour = dice.pick(['#e9e3d2', '#c9a25c', '#7d9a5a', '#c96f4a', '#9fb8c4', '#f0ede4', '#8a6a48']);
    const tilt = dice.between(-1, 1);
    const kind = dice.whole(0, 2);
    brush.at(
      ...at,
      () => {
        if (kind === 0) brush.box(colour, -20, -12, 40, 24, 3);
        else if (kind === 1) brush.disc(colour, 0, 0, 15, 8);
        else {
          brush.box(clear('#bfe0d8', 0.9), -24, -9, 40, 18, 8);
          brush.box('#3f86a8', 14, -5, 12, 10, 3);
        }
      },
      { tilt },
    );
  }
};

export const carton = (brush: Brush, colour: Colour, width: number, height: number, isOpen = false): void => {
  const { box, shape, line, shadow } = brush;
  shadow(0, 0, width * 0.7, 16, 0.4);
  box(colour, -width / 2, -height, width, height, 2);
  shape(
    darker(colour, 0.25),
    [width / 2, -height],
    [width / 2 + width * 0.2, -height - 20],
    [width / 2 + width * 0.2, -18],
    [width / 2, 0],
  );
  shape(
    lighter(colour, 0.2),
    [-width / 2, -height],
    [-width / 2 + width * 0.2, -height - 20],
    [width / 2 + width * 0.2, -height - 20],
    [width / 2, -height],
  );
  box(clear('#f3e3bd', 0.7), -12, -height, 24, height);
  line(darker(colour, 0.35), 4, [-width * 0.36, -height * 0.25], [-width * 0.2, -height * 0.25]);
  if (isOpen)
    shape(
      lighter(colour, 0.1),
      [-width / 2, -height],
      [-width * 0.75, -height - 40],
      [-width * 0.1, -height - 46],
      [0, -height],
    );
};

export const fire = (brush: Brush, dice: Dice, width: number): void => {
  brush.glow('#ff9a3a', 0, -90, width * 1.5, 0.8);
  for (const [colour, size] of [
    ['#e0552a', 1],
    ['#f08a2e', 0.72],
    ['#f8c94e', 0.44],
  ] as const)
    for (let i = -2; i <= 2; i++) {
      const x = i * width * 0.2 * size;
      const high = width * size * (1.05 - Math.abs(i) * 0.2) * dice.between(0.75, 1.1);
      const half = width * 0.19 * size;
      const bend = dice.between(-20, 20);
      brush.shape(
        colour,
        [x - half, 0],
        [x - half * 0.9, -high * 0.4],
        [x + bend, -high],
        [x + half * 0.9, -high * 0.35],
        [x + half, 0],
      );
    }
};

export const smoke = (brush: Brush, dice: Dice, x: number, y: number): void => {
  const drift = dice.between(-60, 60);
  for (let i = 0; i < 16; i++) {
    const high = i * 46;
    brush.shadow(
      x + (drift * i) / 6 + dice.between(-40, 40),
      y - high,
      70 + i * 14,
      54 + i * 10,
      0.42 - i * 0.018,
    );
  }
};
