import type { Dice } from '#demo/dice.ts';
import type { Brush, Point } from '#demo/pictures/brush.ts';
import { darker, lighter, palette } from '#demo/pictures/colour.ts';
import { exitSign } from '#demo/pictures/things/fittings.ts';

/** A long corridor, seen along its axis, with the exit at its end. */
export const corridor = (brush: Brush, dice: Dice): { readonly end: number } => {
  const plaster = dice.pick(palette.plaster);
  const dado = dice.pick(palette.dado);
  const floor = dice.pick(palette.concrete);
  const doorColour = dice.pick(palette.door);
  const end = dice.between(130, 180);
  const sides = [-1, 1] as const;
  /** A point of the side wall: depth 0 is at the camera, 1 at the end. */
  const wall = (side: number, depth: number, height: number): Point => {
    const reach = end + (1 - depth) ** 1.6 * 1050;
    return [side * reach, -60 + height * (reach / end)];
  };
  brush.wash([lighter(plaster, 0.15), darker(plaster, 0.2)], -1600, -1600, 3200, 1540);
  brush.shape(
    darker(floor, 0.05),
    wall(-1, 0, 190),
    wall(-1, 1, 190),
    wall(1, 1, 190),
    wall(1, 0, 190),
    [1600, 1600],
    [-1600, 1600],
  );
  for (const side of sides) {
    brush.shape(
      darker(plaster, side < 0 ? 0.1 : 0.02),
      wall(side, 0, -200),
      wall(side, 1, -200),
      wall(side, 1, 190),
      wall(side, 0, 190),
    );
    brush.shape(
      darker(dado, side < 0 ? 0.12 : 0),
      wall(side, 0, 70),
      wall(side, 1, 70),
      wall(side, 1, 190),
      wall(side, 0, 190),
    );
    for (const at of [0.18, 0.42, 0.68]) {
      brush.shape(
        darker(doorColour, 0.4),
        wall(side, at - 0.015, -112),
        wall(side, at + 0.135, -112),
        wall(side, at + 0.135, 190),
        wall(side, at - 0.015, 190),
      );
      brush.shape(
        doorColour,
        wall(side, at, -104),
        wall(side, at + 0.12, -104),
        wall(side, at + 0.12, 190),
        wall(side, at, 190),
      );
    }
  }
  brush.box(darker(plaster, 0.04), -end, -262, end * 2, 392);
  brush.box('#3d6b58', -86, -140, 172, 270);
  brush.box('#4c8069', -78, -132, 74, 262);
  brush.box('#4c8069', 4, -132, 74, 262);
  for (const x of [-56, 26]) brush.box('#bcd6d2', x, -100, 30, 70, 3);
  brush.at(0, -190, () => exitSign(brush, 0, 0), { scale: 0.9 });
  for (const depth of [0.25, 0.6, 0.85]) {
    const [reach, y] = wall(1, depth, -200);
    brush.box('#fff6dc', -reach * 0.2, y - 6, reach * 0.4, 14 * (reach / end) * 0.5 + 4, 4);
    brush.glow('#fff0c8', 0, y, reach * 0.9, 0.35);
  }
  return { end };
};
