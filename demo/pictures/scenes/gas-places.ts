import { palette } from '#demo/pictures/colour.ts';
import { basement, BASEMENT_FLOOR } from '#demo/pictures/rooms/basement.ts';
import { DINING_FLOOR, diningRoom, table } from '#demo/pictures/rooms/dining.ts';
import { shed, SHED_FLOOR } from '#demo/pictures/rooms/shed.ts';
import { indoors, type Scene } from '#demo/pictures/scene.ts';
import { cylinder, flame, regulator } from '#demo/pictures/things/gas.ts';
import { extinguisher } from '#demo/pictures/things/fittings.ts';
import { carton } from '#demo/pictures/things/waste.ts';

/** GC01: gas cylinders beside the tables of the guests, or below ground. */
export const gasWhereForbidden: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    const isBasement = dice.chance(0.35);
    const colours = [dice.pick(palette.cylinder), dice.pick(palette.cylinder)] as const;
    const count = dice.whole(1, 2);
    if (isBasement) {
      basement(brush, dice);
      brush.at(-440, BASEMENT_FLOOR + 40, () => carton(brush, dice.pick(palette.carton), 220, 190));
      brush.at(-380, BASEMENT_FLOOR - 150, () => carton(brush, dice.pick(palette.carton), 170, 140));
      brush.box('#59636a', 140, 60, 420, 24, 4);
      brush.box('#4d565b', 160, 80, 24, 260);
      brush.box('#4d565b', 516, 80, 24, 260);
      if (isRight) return [0, 160];
      brush.box('#22272b', 250, 24, 190, 36, 6);
      for (const x of [290, 345, 400]) flame(brush, x, 24, 34);
      brush.hanging('#d07a2a', 13, [260, 46], [-66, 10], 120);
    } else {
      diningRoom(brush, dice);
      brush.at(-330, DINING_FLOOR + 120, () => table(brush, dice), { scale: 0.95 });
      brush.at(400, DINING_FLOOR + 250, () => table(brush, dice), { scale: 1.15 });
      if (isRight) return [20, 140];
      brush.at(-330, DINING_FLOOR - 84, () => {
        brush.box('#22272b', -80, -30, 160, 30, 6);
        for (const x of [-50, 0, 50]) flame(brush, x, -30, 30);
        brush.shape('#8d979b', [-96, -110], [96, -110], [70, -60], [-70, -60]);
      });
      brush.hanging('#d07a2a', 13, [-256, DINING_FLOOR - 96], [-8, 118], 110);
    }
    const floor = isBasement ? BASEMENT_FLOOR + 110 : DINING_FLOOR + 210;
    if (count === 2) brush.at(150, floor - 40, () => cylinder(brush, colours[1]), { scale: 1.35 });
    brush.at(10, floor, () => cylinder(brush, colours[0]), { scale: 1.5 });
    brush.at(4, floor - 338, () => regulator(brush, [0, 0]), { scale: 1.1 });
    return [20, floor - 190];
  },
};

/** GC02: many cylinders in a room that is not made for them. */
export const tooManyCylinders: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    if (dice.chance(0.5)) basement(brush, dice);
    else shed(brush, dice);
    const floor = Math.max(BASEMENT_FLOOR, SHED_FLOOR);
    const back = Array.from({ length: dice.whole(4, 6) }, () => dice.pick(palette.cylinder));
    const front = Array.from({ length: dice.whole(3, 5) }, () => dice.pick(palette.cylinder));
    const boxes = dice.pick(palette.carton);
    if (isRight) {
      for (const [i, colour] of back.slice(0, 2).entries())
        brush.at(-80 + i * 170, floor + 90, () => cylinder(brush, colour, 'code'), { scale: 1.3 });
      brush.at(420, floor + 100, () => extinguisher(brush), { scale: 1.5 });
      return [0, 200];
    }
    brush.at(-520, floor + 30, () => carton(brush, boxes, 220, 180));
    for (const [i, colour] of back.entries())
      brush.at(-430 + i * 172, floor + 40, () => cylinder(brush, colour), { scale: 1.25 });
    for (const [i, colour] of front.entries())
      brush.at(-360 + i * 215, floor + 200, () => cylinder(brush, colour), { scale: 1.55 });
    return [0, floor + 20];
  },
};
