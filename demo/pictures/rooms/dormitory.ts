import type { Dice } from '#demo/dice.ts';
import type { Brush } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { windowPane } from '#demo/pictures/things/fittings.ts';

export const DORMITORY_FLOOR = 360;

const bunk = (brush: Brush, dice: Dice, x: number): void => {
  const steel = '#5d7a8a';
  for (const [y, isUpper] of [
    [150, false],
    [-150, true],
  ] as const) {
    brush.box('#e9e4d6', x - 230, y - 34, 460, 40, 8);
    const quilt = dice.pick(palette.cloth);
    brush.box(quilt, x - 120, y - 74, 320, 62, 22);
    brush.box(lighter(quilt, 0.2), x - 120, y - 74, 320, 22, 11);
    brush.box('#f6f3ec', x - 222, y - 66, 96, 40, 16);
    brush.box(steel, x - 244, y + 4, 488, 22, 4);
    if (isUpper) brush.box(lighter(steel, 0.1), x - 60, y - 84, 300, 10, 4);
  }
  for (const side of [-244, 226]) brush.box(darker(steel, 0.1), x + side, -260, 20, DORMITORY_FLOOR + 260, 4);
  for (const y of [-60, 0, 60]) brush.line(darker(steel, 0.1), 10, [x + 176, y], [x + 236, y]);
};

/** A room with two double bunks and a window between them. */
export const dormitory = (brush: Brush, dice: Dice): void => {
  const wall = dice.pick(palette.plaster);
  brush.wash([darker(wall, 0.2), wall], -1600, -1600, 3200, 1960);
  brush.at(0, -250, () => windowPane(brush, 250, 270, dice.pick(palette.sky)));
  const curtain = dice.pick(palette.cloth);
  brush.shape(curtain, [-160, -400], [-90, -400], [-126, -110], [-160, -110]);
  brush.shape(darker(curtain, 0.1), [160, -400], [90, -400], [126, -110], [160, -110]);
  const floor = dice.pick([...palette.concrete, ...palette.wood]);
  brush.wash([darker(floor, 0.2), lighter(floor, 0.08)], -1600, DORMITORY_FLOOR, 3200, 1300);
  for (let i = -10; i <= 10; i++)
    brush.line(clear('#20262a', 0.16), 3, [i * 100, DORMITORY_FLOOR], [i * 240, 1300]);
  bunk(brush, dice, -460);
  bunk(brush, dice, 460);
};
