import { palette } from '#demo/pictures/colour.ts';
import { corridor } from '#demo/pictures/rooms/corridor.ts';
import { diningRoom } from '#demo/pictures/rooms/dining.ts';
import { FLOOR, stairwell } from '#demo/pictures/rooms/stairwell.ts';
import { indoors, type Scene } from '#demo/pictures/scene.ts';
import { battery, charger, eBike, eBikeFront, powerStrip } from '#demo/pictures/things/e-bike.ts';
import { carton } from '#demo/pictures/things/waste.ts';

/** EB01: an e-bike charges on the landing, by a cable from the door of a flat. */
export const stairwellCharging: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    const room = stairwell(brush, dice);
    const bikes = dice.whole(1, 2);
    const cable = dice.pick(palette.cable);
    const [first, second] = [dice.pick(palette.bike), dice.pick(palette.bike)];
    const load = dice.pick(['box', 'basket', 'none'] as const);
    const x = dice.between(90, 220);
    if (isRight) return [0, 180];
    if (bikes === 2) brush.at(x + 180, FLOOR + 40, () => eBike(brush, second), { scale: 1.2, flip: true });
    brush.at(x, FLOOR + 150, () => eBike(brush, first, load), { scale: 1.5 });
    const strip: [number, number] = [x - 300, FLOOR + 140];
    brush.hanging(cable, 9, [room.door[0] + 6, FLOOR - 6], [strip[0] - 70, strip[1] - 8], 40);
    brush.at(...strip, () => powerStrip(brush, bikes + 1), { tilt: -0.06 });
    brush.winding(
      palette.ink,
      7,
      [strip[0] + 10, strip[1] - 30],
      [x - 190, FLOOR + 20],
      [x - 120, FLOOR + 60],
    );
    charger(brush, [x - 110, FLOOR + 66]);
    brush.winding(palette.ink, 7, [x - 76, FLOOR + 64], [x - 30, FLOOR + 110], [x - 20, FLOOR + 40]);
    return [x - 80, FLOOR + 30];
  },
};

/** EB03: e-bikes block the exit. */
export const blockedExit: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    corridor(brush, dice);
    const row = Array.from({ length: dice.whole(4, 6) }, () => dice.pick(palette.bike));
    const lying = dice.chance(0.5);
    const [box, boxColour] = [dice.between(-420, -300), dice.pick(palette.carton)];
    if (isRight) return [0, 40];
    for (const [i, colour] of row.slice(0, 3).entries())
      brush.at(-104 + i * 100, 190, () => eBikeFront(brush, colour), { scale: 1.05 });
    for (const [i, colour] of row.slice(3).entries())
      brush.at(-200 + i * 220, 380, () => eBikeFront(brush, colour), { scale: 1.75 });
    if (lying) brush.at(box, 420, () => carton(brush, boxColour, 170, 130));
    return [0, 120];
  },
};

/** EB04: batteries charge on the table of a flat. */
export const batteryAtHome: Scene = {
  lights: ['lamp', 'lamp', 'day', 'overcast'],
  paint: ({ brush, dice, isRight }) => {
    diningRoom(brush, dice);
    const cloth = dice.pick(palette.cloth);
    const cells = Array.from({ length: dice.whole(2, 3) }, () => dice.pick(palette.bike));
    const cable = dice.pick(palette.cable);
    const sofa = dice.pick(palette.cloth);
    brush.box(sofa, -900, -40, 420, 330, 60);
    brush.box(sofa, -900, 110, 470, 200, 50);
    brush.shadow(0, 460, 620, 60, 0.4);
    brush.box('#75543a', -430, 190, 44, 270);
    brush.box('#75543a', 400, 190, 44, 270);
    brush.box(cloth, -520, 150, 1040, 70, 12);
    brush.box('#ffffff33', -520, 150, 1040, 20, 10);
    brush.barrel('#e8e4da', 380, 66, 60, 84, 8);
    brush.box('#f6f3ec', 436, 84, 22, 40, 10);
    if (isRight) {
      brush.disc('#f4f1e8', -40, 140, 130, 24);
      for (const [dx, colour] of [
        [-90, '#d0553f'],
        [-20, '#e0a52e'],
        [44, '#86a066'],
      ] as const)
        brush.disc(colour, dx, 112, 38);
      return [0, 120];
    }
    for (const [i, colour] of cells.entries())
      brush.at(-330 + i * 240, 152, () => battery(brush, colour), { scale: 1.5 });
    brush.at(40, 420, () => powerStrip(brush, 4), { scale: 1.25 });
    for (const i of cells.keys()) {
      const x = -330 + i * 240;
      charger(brush, [x + 130, 138], i === 0 ? '#4ee06a' : '#ff4a3a');
      brush.winding(palette.ink, 7, [x + 130, 150], [x + 150, 260], [x / 2 + 60, 330], [-20 + i * 36, 366]);
    }
    brush.hanging(cable, 9, [-48, 420], [-800, 330], 50);
    return [-60, 130];
  },
};
