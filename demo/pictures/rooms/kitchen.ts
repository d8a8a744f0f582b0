import type { Dice } from '#demo/dice.ts';
import type { Brush } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { stove } from '#demo/pictures/things/gas.ts';

export const COUNTER = 60;
export const KITCHEN_FLOOR = 400;

/** A small kitchen: tiles, hood, a stove on a steel bench with space below. */
export const kitchen = (
  brush: Brush,
  dice: Dice,
  lit: readonly [boolean, boolean] = [true, false],
): { readonly stoveX: number } => {
  const tile = dice.pick(['#e4e2d8', '#d8e0df', '#e6dccb', '#cfdad2', '#dcdce0']);
  const size = dice.pick([84, 104, 124]);
  const stoveX = dice.between(40, 190);
  brush.wash([darker(tile, 0.15), tile], -1600, -1600, 3200, 2010);
  for (let x = -1600; x < 1600; x += size) brush.line(darker(tile, 0.12), 3, [x, -1600], [x, KITCHEN_FLOOR]);
  for (let y = -1600; y < KITCHEN_FLOOR; y += size) brush.line(darker(tile, 0.12), 3, [-1600, y], [1600, y]);
  if (dice.chance(0.5)) brush.box(dice.pick(palette.dado), -1600, -250, 3200, 20);
  const floor = dice.pick(palette.brick);
  brush.wash([darker(floor, 0.3), darker(floor, 0.1)], -1600, KITCHEN_FLOOR, 3200, 1300);
  for (let i = -12; i <= 12; i++)
    brush.line(clear('#20262a', 0.25), 3, [i * 100, KITCHEN_FLOOR], [i * 240, 1300]);
  for (const y of [460, 550, 690, 900]) brush.line(clear('#20262a', 0.22), 3, [-1600, y], [1600, y]);
  // Bench: a top on legs, open below.
  brush.box(clear('#20262a', 0.35), -1600, COUNTER + 60, 3200, KITCHEN_FLOOR - COUNTER - 60);
  for (const x of [-640, -120, 420, 900]) brush.box('#7d868b', x, COUNTER + 40, 26, KITCHEN_FLOOR - COUNTER);
  brush.box('#59636a', -1600, COUNTER + 34, 3200, 20);
  brush.box('#aab3b7', -1600, COUNTER, 3200, 38);
  brush.box(lighter('#aab3b7', 0.4), -1600, COUNTER, 3200, 9);
  // Hood.
  brush.shape(
    '#8f9a9f',
    [stoveX - 250, -300],
    [stoveX + 250, -300],
    [stoveX + 150, -460],
    [stoveX - 150, -460],
  );
  brush.box('#6c777c', stoveX - 260, -306, 520, 28, 4);
  brush.box('#8f9a9f', stoveX - 110, -1600, 220, 1150);
  const shelf = dice.between(-560, -480);
  brush.box(dice.pick(palette.wood), shelf - 130, -200, 300, 16);
  for (let i = 0; i < 4; i++) {
    const colour = dice.pick(['#a8483c', '#d9b867', '#5f7f6a', '#e6e1d4', '#7a5b3c', '#3f6f8a']);
    const high = dice.between(60, 110);
    brush.barrel(colour, shelf - 110 + i * 70, -200 - high, 48, high, 8);
    brush.box(darker(colour, 0.3), shelf - 100 + i * 70, -212 - high, 28, 16, 3);
  }
  brush.line('#4d565b', 7, [-330, -330], [-40 + stoveX - 260, -330]);
  for (const x of [-300, -240, -180]) brush.line('#a9b1b4', 10, [x, -328], [x, dice.between(-230, -200)]);
  brush.at(stoveX, COUNTER - 78, () => stove(brush, lit), { scale: 1.05 });
  return { stoveX };
};
