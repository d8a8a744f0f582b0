import type { Dice } from '#demo/dice.ts';
import type { Brush } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { tree } from '#demo/pictures/things/fittings.ts';

export const PAVEMENT = 200;
export const KERB = 470;

/** A street: shops or the wall of a compound, pavement, kerb, road. */
export const street = (brush: Brush, dice: Dice, front: 'shops' | 'wall'): void => {
  brush.wash([dice.pick(palette.sky), '#f0efe6'], -1600, -1600, 3200, 1500);
  for (let i = 0; i < 4; i++) {
    const x = -1100 + i * 560 + dice.between(-80, 80);
    const high = dice.between(420, 760);
    const colour = lighter(dice.pick(palette.plaster), 0.2);
    brush.box(darker(colour, 0.08), x, -high, 360, high + 200);
    for (let row = 0; row < 5; row++)
      for (let column = 0; column < 4; column++)
        brush.box(clear('#7f98a4', 0.5), x + 34 + column * 80, -high + 40 + row * 90, 42, 50);
  }
  if (front === 'wall') {
    const wall = dice.pick([...palette.brick, ...palette.plaster]);
    brush.at(dice.between(-520, -300), PAVEMENT - 20, () => tree(brush, dice.pick(palette.leaf), 460));
    brush.at(dice.between(300, 560), PAVEMENT - 20, () => tree(brush, dice.pick(palette.leaf), 520));
    brush.wash([wall, darker(wall, 0.15)], -1600, -110, 3200, PAVEMENT + 110);
    brush.box(darker(wall, 0.35), -1600, -126, 3200, 22);
    for (let row = 0; row < 6; row++)
      for (let x = -1600 + (row % 2) * 45; x < 1600; x += 90)
        brush.line(clear('#2b2f33', 0.1), 3, [x, -100 + row * 50], [x, -50 + row * 50]);
    for (let row = 1; row < 6; row++)
      brush.line(clear('#2b2f33', 0.12), 3, [-1600, -100 + row * 50], [1600, -100 + row * 50]);
  } else {
    const wall = dice.pick(palette.plaster);
    brush.box(wall, -1600, -420, 3200, PAVEMENT + 420);
    for (let i = -2; i <= 2; i++) {
      const x = i * 430 + dice.between(-10, 10);
      const sign = dice.pick(['#b8322a', '#2f5d52', '#3f6fa8', '#d08a2e', '#6a4f7a', '#e6e1d4']);
      brush.box(sign, x - 195, -320, 390, 110, 6);
      for (let mark = 0; mark < 4; mark++)
        brush.box(clear('#fff6dc', 0.85), x - 110 + mark * 60, -290, 40, 48, 5);
      const isShut = dice.chance(0.35);
      brush.box(isShut ? '#9aa1a3' : '#3a4a50', x - 180, -196, 360, PAVEMENT + 196);
      if (isShut)
        for (let y = -180; y < PAVEMENT; y += 26) brush.line('#848c8f', 4, [x - 180, y], [x + 180, y]);
      else {
        brush.box(clear('#ffd98a', 0.28), x - 170, -186, 165, PAVEMENT + 186);
        brush.box(clear('#ffd98a', 0.2), x + 6, -186, 165, PAVEMENT + 186);
        brush.line('#cfd4d4', 6, [x, -196], [x, PAVEMENT]);
      }
    }
  }
  const stone = dice.pick(palette.concrete);
  brush.wash([darker(stone, 0.04), lighter(stone, 0.2)], -1600, PAVEMENT, 3200, KERB - PAVEMENT);
  for (let i = -16; i <= 16; i++) brush.line(clear('#4d4a44', 0.2), 3, [i * 90, PAVEMENT], [i * 135, KERB]);
  for (const y of [246, 310, 388]) brush.line(clear('#4d4a44', 0.2), 3, [-1600, y], [1600, y]);
  brush.box('#d9d4c8', -1600, KERB, 3200, 18);
  brush.box('#a39d90', -1600, KERB + 18, 3200, 26);
  brush.wash(['#666a6c', '#77797a'], -1600, KERB + 44, 3200, 1300);
};
