import type { Dice } from '#demo/dice.ts';
import type { Brush, Point } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { door, exitSign, windowPane } from '#demo/pictures/things/fittings.ts';

export const FLOOR = 330;

/** A landing with the door of a flat on the left and stairs up on the right. */
export const stairwell = (brush: Brush, dice: Dice): { readonly door: Point } => {
  const plaster = dice.pick(palette.plaster);
  const dado = dice.pick(palette.dado);
  const floor = dice.pick(palette.concrete);
  const doorX = dice.between(-520, -400);
  const doorColour = dice.pick(palette.door);
  brush.wash([darker(plaster, 0.12), plaster], -1600, -1600, 3200, 1940);
  brush.box(dado, -1600, 20, 3200, FLOOR - 20);
  brush.box(darker(dado, 0.3), -1600, 12, 3200, 10);
  for (let i = 0; i < 7; i++)
    brush.disc(
      clear(darker(plaster, 0.4), 0.1),
      dice.between(-900, 900),
      dice.between(-700, 0),
      dice.between(30, 120),
      dice.between(12, 40),
    );
  brush.wash([darker(floor, 0.08), lighter(floor, 0.1)], -1600, FLOOR, 3200, 1300);
  for (let i = -9; i <= 9; i++) brush.line(clear('#3a4044', 0.18), 3, [i * 90, FLOOR], [i * 250, 1300]);
  for (const y of [400, 510, 680, 920]) brush.line(clear('#3a4044', 0.15), 3, [-1600, y], [1600, y]);
  brush.at(doorX, FLOOR, () => door(brush, doorColour), { scale: 1.1 });
  if (dice.chance(0.6))
    brush.at(dice.between(-120, 40), -330, () => windowPane(brush, 190, 210, dice.pick(palette.sky)));
  else {
    brush.box('#8a9094', -170, -260, 130, 170, 6);
    brush.box('#a9aeb0', -160, -250, 110, 150, 4);
    for (const y of [-226, -176, -126]) brush.box('#3f4a50', -146, y, 82, 30, 4);
  }
  const rise = dice.between(54, 66);
  for (let i = 0; i < 12; i++) {
    const [x, y] = [210 + i * 84, FLOOR - i * rise];
    brush.box(darker(floor, 0.3), x, y - rise, 1600, rise);
    brush.box(lighter(floor, 0.25), x - 8, y - rise - 5, 1600, 12, 3);
    if (i < 9) brush.line('#4d565b', 8, [x + 34, y - rise], [x + 34, y - rise - 190]);
  }
  brush.line('#7a4f35', 20, [224, FLOOR - rise - 170], [1040, FLOOR - rise - 170 - (rise / 84) * 816]);
  if (dice.chance(0.45)) exitSign(brush, dice.between(-140, 20), -500);
  return { door: [doorX + 116, FLOOR] };
};
