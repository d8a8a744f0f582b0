import type { Dice } from '#demo/dice.ts';
import type { Brush } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { bulb } from '#demo/pictures/things/fittings.ts';

export const BASEMENT_FLOOR = 290;

/** Bare concrete below ground: pipes along the ceiling, a bulb, stains. */
export const basement = (brush: Brush, dice: Dice): void => {
  const wall = dice.pick(palette.concrete);
  brush.wash([darker(wall, 0.55), darker(wall, 0.12)], -1600, -1600, 3200, 1900);
  for (let x = -1500; x < 1600; x += 380)
    brush.line(clear('#20262a', 0.25), 5, [x, -1600], [x, BASEMENT_FLOOR]);
  for (let i = 0; i < 9; i++)
    brush.disc(
      clear('#4d4438', 0.14),
      dice.between(-900, 900),
      dice.between(60, 280),
      dice.between(80, 220),
      dice.between(20, 70),
    );
  for (const [y, width, colour] of [
    [-470, 46, '#7a8287'],
    [-400, 30, '#a8483c'],
    [-540, 62, '#b9b4a8'],
  ] as const) {
    brush.box(darker(colour, 0.35), -1600, y, 3200, width);
    brush.box(colour, -1600, y, 3200, width * 0.6);
    for (let x = -1400; x < 1600; x += 430) brush.box(darker(colour, 0.2), x, y - 5, 26, width + 10, 3);
  }
  brush.wash([darker(wall, 0.45), darker(wall, 0.15)], -1600, BASEMENT_FLOOR, 3200, 1300);
  for (let i = 0; i < 3; i++)
    brush.disc(
      clear(lighter('#5b6a74', 0.2), 0.35),
      dice.between(-700, 700),
      dice.between(420, 560),
      dice.between(90, 220),
      dice.between(12, 26),
    );
  bulb(brush, dice.between(-140, 160), -250);
};
