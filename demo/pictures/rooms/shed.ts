import type { Dice } from '#demo/dice.ts';
import type { Brush } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';

export const SHED_FLOOR = 260;

/** The inside of a bicycle shed: metal roof on trusses, posts, a long back wall. */
export const shed = (brush: Brush, dice: Dice): void => {
  const wall = dice.pick([...palette.concrete, ...palette.brick, '#c2b8a2']);
  const roof = dice.pick(['#6f8a94', '#8a7a6a', '#7a8a7a', '#94705c']);
  const floor = dice.pick(palette.concrete);
  brush.wash([darker(wall, 0.35), wall], -1600, -1600, 3200, 1870);
  for (let y = -180; y < SHED_FLOOR; y += 62) brush.line(clear('#20262a', 0.12), 3, [-1600, y], [1600, y]);
  if (dice.chance(0.5))
    for (let i = -3; i <= 3; i++) {
      brush.box('#20262a', i * 330 - 60, -150, 120, 90);
      brush.box(clear('#cfe0e0', 0.75), i * 330 - 54, -144, 108, 78);
    }
  brush.wash([darker(roof, 0.55), roof], -1600, -1600, 3200, 1320);
  for (let i = -22; i <= 22; i++) brush.line(darker(roof, 0.35), 6, [i * 70, -280], [i * 150, -1300]);
  brush.box('#3f474c', -1600, -296, 3200, 26);
  for (let i = -4; i <= 4; i++) {
    brush.line('#4d565b', 10, [i * 260, -284], [i * 330, -520]);
    brush.line('#4d565b', 10, [i * 260 + 130, -284], [i * 330, -520]);
  }
  for (const x of [-700, -230, 240, 710]) {
    brush.box('#59636a', x, -290, 28, SHED_FLOOR + 300);
    brush.box(lighter('#59636a', 0.25), x, -290, 9, SHED_FLOOR + 300);
  }
  brush.wash([darker(floor, 0.25), lighter(floor, 0.05)], -1600, SHED_FLOOR, 3200, 1300);
  for (let i = -8; i <= 8; i++)
    brush.line(clear('#f2efe8', 0.35), 5, [i * 150, SHED_FLOOR + 20], [i * 290, 1200]);
};
