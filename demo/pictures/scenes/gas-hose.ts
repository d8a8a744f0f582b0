import { clear, darker, palette } from '#demo/pictures/colour.ts';
import { COUNTER, kitchen, KITCHEN_FLOOR } from '#demo/pictures/rooms/kitchen.ts';
import { indoors, type Scene } from '#demo/pictures/scene.ts';
import { cylinder, regulator } from '#demo/pictures/things/gas.ts';

const hose = '#e07b2a';

/** GC03: a hose across the whole kitchen, with a joint, sometimes through the wall. */
export const longHose: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    const { stoveX } = kitchen(brush, dice);
    const colour = dice.pick(palette.cylinder);
    const low = dice.between(500, 560);
    const isThroughWall = dice.chance(0.5);
    const joint = dice.between(-120, 40);
    if (isRight) {
      const x = stoveX + 330;
      brush.at(x, KITCHEN_FLOOR + 40, () => cylinder(brush, colour, 'code'), { scale: 1.2 });
      brush.hanging(hose, 14, [x, KITCHEN_FLOOR - 226], [stoveX + 150, COUNTER - 20], 30);
      return [x - 60, 160];
    }
    const path = [
      [stoveX - 170, COUNTER - 6],
      [stoveX - 230, 330],
      [stoveX - 60, low],
      [-240, low - 60],
      [-380, low + 70],
      [-560, low - 40],
    ] as const;
    const end = isThroughWall ? ([-700, 250] as const) : ([-480, 150] as const);
    brush.winding(darker(hose, 0.5), 22, ...path, end);
    brush.winding(hose, 16, ...path, end);
    brush.winding('#f4b06a', 4, ...path, end);
    brush.at(joint, low - 10, () => {
      brush.box('#e9e4d6', -36, -20, 72, 40, 8);
      brush.box('#9aa5aa', -30, -16, 16, 32, 3);
      brush.box('#9aa5aa', 14, -16, 16, 32, 3);
    });
    if (isThroughWall) brush.disc('#2b2320', -690, 250, 40, 44);
    else {
      brush.at(-480, KITCHEN_FLOOR + 60, () => cylinder(brush, colour), { scale: 1.25 });
      brush.at(-476, KITCHEN_FLOOR - 222, () => regulator(brush, [0, 0]));
    }
    return [joint, low - 90];
  },
};

/** GC07: an aged hose on a worn regulator, close up. */
export const agedHose: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    kitchen(brush, dice, [false, false]);
    const colour = dice.pick(palette.cylinder);
    const tube = isRight ? hose : dice.pick(['#a8814a', '#8f7a56', '#b09a6a']);
    const bend = dice.between(-60, 60);
    brush.box('#14181c38', -1600, -1600, 3200, 3200);
    brush.at(-120, 830, () => cylinder(brush, colour, isRight ? 'code' : 'none'), { scale: 3.4 });
    const path = [
      [40, 70],
      [230, 30 + bend],
      [330, 200],
      [250, 420],
      [420, 520],
      [700, 380],
    ] as const;
    brush.winding(darker(tube, 0.5), 66, ...path);
    brush.winding(tube, 54, ...path);
    brush.winding(clear('#ffffff', 0.22), 14, ...path.map(([x, y]) => [x - 8, y - 12] as const));
    brush.at(-112, 74, () => regulator(brush, [0, 0]), { scale: 3 });
    if (isRight) {
      for (const x of [34, 66]) brush.box('#c9d0d3', x, 30, 16, 80, 5);
      brush.disc('#37c957', -116, 70, 26);
    } else {
      for (let i = 0; i < 13; i++) {
        const [x, y] = [dice.between(130, 345), dice.between(60, 330)];
        brush.winding('#3a2a1c', 5, [x, y], [x + dice.between(10, 26), y + 10], [x + 6, y + 30]);
      }
      brush.line('#2a1d14', 10, [306, 190], [346, 214], [322, 240]);
      for (let i = 0; i < 8; i++)
        brush.disc(
          clear('#8a4a26', 0.7),
          -112 + dice.between(-66, 60),
          74 + dice.between(-60, 60),
          dice.between(6, 20),
        );
    }
    return [120, 140];
  },
};
