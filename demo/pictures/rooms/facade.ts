import type { Dice } from '#demo/dice.ts';
import type { Brush, Point } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { airConditioner, tree, windowPane } from '#demo/pictures/things/fittings.ts';

export const GROUND = 380;

/** A block of flats, seen across the yard: three rows of windows above a ground floor. */
export const facade = (brush: Brush, dice: Dice): { readonly windows: readonly Point[] } => {
  const wall = dice.pick([...palette.plaster, '#cbb39a', '#b9c0b4', '#c9a993']);
  const band = dice.pick(palette.brick);
  const glass = dice.pick(palette.sky);
  const offset = dice.between(-60, 60);
  brush.wash([dice.pick(palette.sky), '#eef0ea'], -1600, -1600, 3200, 1000);
  brush.wash([wall, darker(wall, 0.1)], -1600, -760, 3200, GROUND + 760);
  brush.box(band, -1600, 210, 3200, GROUND - 210);
  brush.box(darker(band, 0.25), -1600, 204, 3200, 10);
  const windows: Point[] = [];
  for (const y of [-640, -380, -120])
    for (let i = -4; i <= 4; i++) {
      const x = offset + i * 300;
      brush.box(darker(wall, 0.16), x - 118, y + 104, 236, 16);
      brush.at(x, y, () => windowPane(brush, 190, 170, darker(glass, dice.between(0, 0.5))));
      windows.push([x, y]);
      const extra = dice.roll();
      if (extra < 0.3) brush.at(x + 150, y + 100, () => airConditioner(brush), { scale: 0.9 });
      else if (extra < 0.5) {
        for (let bar = -90; bar <= 90; bar += 30)
          brush.line('#8d9296', 5, [x + bar, y - 90], [x + bar, y + 96]);
        brush.line('#8d9296', 6, [x - 96, y + 30], [x + 96, y + 30]);
      } else if (extra < 0.68) {
        brush.line('#5f666b', 5, [x - 110, y + 128], [x + 110, y + 128]);
        for (const dx of [-80, -26, 32])
          brush.box(dice.pick(palette.cloth), x + dx, y + 128, 46, dice.between(50, 84), 4);
      }
    }
  for (let i = -3; i <= 3; i++)
    brush.line(clear('#6f7478', 0.5), 8, [offset + 150 + i * 600, -760], [offset + 150 + i * 600, GROUND]);
  brush.wash(['#b7b1a4', '#9c978c'], -1600, GROUND, 3200, 1300);
  brush.box('#8c877c', -1600, GROUND, 3200, 12);
  for (const y of [470, 590, 760])
    brush.line(clear('#5b564d', 0.25), 3, [-1600, y], [1600, y + dice.between(-10, 10)]);
  if (dice.chance(0.7)) {
    const leaf = dice.pick(palette.leaf);
    for (let i = 0; i < 5; i++)
      brush.disc(
        darker(leaf, dice.between(0, 0.25)),
        -760 + i * 90,
        GROUND - 24,
        dice.between(70, 100),
        dice.between(44, 70),
      );
  }
  if (dice.chance(0.45))
    brush.at(dice.between(560, 720), GROUND + 40, () => tree(brush, dice.pick(palette.leaf), 420));
  brush.wash([clear(lighter(wall, 0.5), 0.25), clear(wall, 0)], -1600, -760, 3200, 200);
  return { windows };
};
