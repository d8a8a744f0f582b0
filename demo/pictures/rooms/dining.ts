import type { Dice } from '#demo/dice.ts';
import type { Brush } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { stool } from '#demo/pictures/things/fittings.ts';

export const DINING_FLOOR = 250;

/** A small restaurant: panelled wall, picture boards, hanging lamps. */
export const diningRoom = (brush: Brush, dice: Dice): void => {
  const wall = dice.pick(['#e9d9b8', '#d9c2a0', '#c9d3c4', '#e0c9b8', '#d8d4c6']);
  const wood = dice.pick(palette.wood);
  brush.wash([darker(wall, 0.2), wall], -1600, -1600, 3200, 1860);
  brush.box(wood, -1600, 40, 3200, DINING_FLOOR - 40);
  for (let x = -1600; x < 1600; x += 76) brush.line(darker(wood, 0.25), 4, [x, 48], [x, DINING_FLOOR]);
  brush.box(darker(wood, 0.35), -1600, 30, 3200, 18);
  const boards = dice.whole(2, 4);
  for (let i = 0; i < boards; i++) {
    const x = -560 + i * 320 + dice.between(-30, 30);
    brush.box(darker(wood, 0.4), x - 8, -338, 226, 256, 4);
    brush.box(dice.pick(['#b8322a', '#f2e6c8', '#2f5d52', '#e0a52e']), x, -330, 210, 240, 2);
    brush.disc('#f6f1e4', x + 105, -236, 66, 50);
    brush.disc(dice.pick(['#c96f4a', '#d9a441', '#7d9a5a']), x + 105, -240, 44, 32);
    for (const y of [-150, -122]) brush.line(clear('#ffffff', 0.55), 8, [x + 40, y], [x + 170, y]);
  }
  for (const x of [-340, 300]) {
    brush.line(palette.ink, 4, [x, -1600], [x, -470]);
    brush.shape('#b8322a', [x - 70, -420], [x + 70, -420], [x + 34, -480], [x - 34, -480]);
    brush.glow('#ffe0a0', x, -400, 300, 0.55);
  }
  const floor = dice.pick(['#b9a88c', '#a89a8a', '#c2b49c', '#9a8f84']);
  brush.wash([darker(floor, 0.15), lighter(floor, 0.12)], -1600, DINING_FLOOR, 3200, 1400);
  for (let i = -10; i <= 10; i++)
    brush.line(clear('#3a332a', 0.2), 3, [i * 110, DINING_FLOOR], [i * 280, 1400]);
  for (const y of [310, 400, 540, 760, 1040]) brush.line(clear('#3a332a', 0.18), 3, [-1600, y], [1600, y]);
};

/** A table with dishes and stools, 440 wide; its feet are at y = 0. */
export const table = (brush: Brush, dice: Dice): void => {
  const wood = dice.pick(palette.wood);
  const seat = dice.pick(['#c8372d', '#3f6fa8', '#d9a441', '#4c8a58']);
  brush.shadow(0, 0, 280, 34, 0.4);
  brush.at(-250, 14, () => stool(brush, seat), { scale: 1.2 });
  brush.box(darker(wood, 0.4), -180, -200, 22, 200);
  brush.box(darker(wood, 0.4), 158, -200, 22, 200);
  brush.box(darker(wood, 0.15), -220, -212, 440, 34, 6);
  brush.box(lighter(wood, 0.18), -220, -220, 440, 18, 6);
  for (const x of [-120, 20, 130]) {
    brush.shape('#f4f1e8', [x - 44, -254], [x + 44, -254], [x + 26, -220], [x - 26, -220]);
    brush.disc(dice.pick(['#c96f4a', '#e0c48a', '#8fa862']), x, -254, 40, 9);
  }
  brush.barrel('#7a4436', -46, -290, 26, 70, 6);
  brush.at(252, 20, () => stool(brush, seat), { scale: 1.2 });
};
