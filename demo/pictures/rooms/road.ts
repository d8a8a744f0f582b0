import type { Dice } from '#demo/dice.ts';
import type { Brush } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { tree } from '#demo/pictures/things/fittings.ts';

/** The ground a few steps ahead, seen from above: asphalt or slabs, behind it a kerb and a verge. */
export const road = (brush: Brush, dice: Dice): void => {
  const isSlabs = dice.chance(0.4);
  const ground = isSlabs ? dice.pick(palette.concrete) : dice.pick(['#6d7173', '#7a7a78', '#646b70']);
  const horizon = -330;
  brush.wash([dice.pick(palette.sky), '#eceade'], -1600, -1600, 3200, 1300);
  for (let i = 0; i < 5; i++)
    brush.at(-700 + i * 350 + dice.between(-60, 60), horizon, () =>
      tree(brush, dice.pick(palette.leaf), 300),
    );
  const wall = dice.pick([...palette.brick, ...palette.plaster]);
  brush.box(wall, -1600, horizon - 60, 3200, 70);
  brush.wash([darker(dice.pick(palette.leaf), 0.1), dice.pick(palette.leaf)], -1600, horizon, 3200, 60);
  brush.box('#d2ccbf', -1600, horizon + 58, 3200, 16);
  brush.box('#98928a', -1600, horizon + 74, 3200, 12);
  brush.wash([darker(ground, 0.12), lighter(ground, 0.12)], -1600, horizon + 86, 3200, 1700);
  if (isSlabs) {
    for (let i = -14; i <= 14; i++)
      brush.line(clear('#3a3732', 0.3), 4, [i * 80, horizon + 86], [i * 340, 1300]);
    for (const y of [-200, -130, -30, 110, 300, 560, 880])
      brush.line(clear('#3a3732', 0.28), 4, [-1600, y], [1600, y]);
    return;
  }
  for (let i = 0; i < 90; i++) {
    const y = dice.between(-220, 900);
    brush.disc(
      clear(dice.chance(0.5) ? '#2b2f33' : '#b9b8b0', 0.22),
      dice.between(-1000, 1000),
      y,
      dice.between(2, 7),
      dice.between(1, 4),
    );
  }
  if (dice.chance(0.6))
    brush.shape(clear('#f2efe8', 0.75), [-640, -244], [-610, -244], [-780, 1200], [-920, 1200]);
};
