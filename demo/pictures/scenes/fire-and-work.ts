import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { DORMITORY_FLOOR, dormitory } from '#demo/pictures/rooms/dormitory.ts';
import { facade, GROUND } from '#demo/pictures/rooms/facade.ts';
import { shed, SHED_FLOOR } from '#demo/pictures/rooms/shed.ts';
import { outdoors, type Scene } from '#demo/pictures/scene.ts';
import { car, welder } from '#demo/pictures/things/car-and-welder.ts';
import { eBikeFront, powerStrip } from '#demo/pictures/things/e-bike.ts';
import { bulb, cone, extinguisher } from '#demo/pictures/things/fittings.ts';
import { flame } from '#demo/pictures/things/gas.ts';
import { carton } from '#demo/pictures/things/waste.ts';

/** FS01: a car or building material on the hatched fire lane. */
export const blockedLane: Scene = {
  lights: outdoors,
  paint: ({ brush, dice, isRight }) => {
    facade(brush, dice);
    const obstacle = dice.weigh([
      ['car', 3],
      ['boards', 2],
    ] as const);
    const colour = dice.pick(['#e6e3da', '#3a4044', '#8d979b', '#a8342c', '#2f4f6f', '#7a8a7a']);
    brush.shape('#5d6163', [-440, GROUND + 10], [440, GROUND + 10], [900, 1300], [-900, 1300]);
    for (const side of [-1, 1]) brush.line('#e8b92e', 18, [side * 420, GROUND + 14], [side * 840, 1300]);
    for (let i = 0; i < 9; i++) {
      const y = GROUND + 24 + i * i * 12;
      const reach = 410 + (y - GROUND) * 0.45;
      brush.line('#e8b92e', 10 + i * 1.4, [-reach, y + 60 + i * 10], [reach, y]);
    }
    for (const side of [-1, 1]) {
      brush.box('#b8322a', side * 470 - 14, GROUND - 150, 28, 170, 4);
      brush.box('#f6f3ec', side * 470 - 14, GROUND - 110, 28, 30);
    }
    if (isRight) return [0, 420];
    if (obstacle === 'car') {
      brush.at(dice.between(-60, 60), GROUND + 190, () => car(brush, colour), { scale: 1.6 });
      return [0, 420];
    }
    for (let i = 0; i < 5; i++)
      brush.at(
        -250 + dice.between(-20, 20),
        GROUND + 170 - i * 36,
        () => {
          brush.box(darker('#c79a63', i * 0.06), -230, -30, 620, 32, 3);
        },
        { tilt: dice.between(-0.04, 0.04) },
      );
    brush.at(270, GROUND + 190, () => carton(brush, dice.pick(palette.carton), 260, 210));
    for (let i = 0; i < 3; i++)
      brush.at(-380 + i * 130, GROUND + 250, () => {
        brush.shadow(0, 0, 90, 16, 0.4);
        brush.box('#d6cfbf', -70, -80, 140, 82, 26);
        brush.box('#b8322a', -40, -56, 80, 14);
      });
    return [20, 440];
  },
};

/** HW01: welding sparks beside boards, without a fire watch. */
export const welding: Scene = {
  lights: ['dusk', 'lamp', 'overcast', 'torch'],
  paint: ({ brush, dice, isRight }) => {
    shed(brush, dice);
    const overall = dice.pick(['#3f6fa8', '#4d565b', '#7a6a4a', '#5c7f52']);
    const x = dice.between(-40, 60);
    const board = dice.pick(palette.wood);
    brush.line('#7d868b', 20, [x + 110, SHED_FLOOR + 170], [x + 520, SHED_FLOOR + 170]);
    brush.line('#7d868b', 20, [x + 200, SHED_FLOOR + 170], [x + 200, SHED_FLOOR + 330]);
    brush.line('#7d868b', 20, [x + 460, SHED_FLOOR + 170], [x + 460, SHED_FLOOR + 330]);
    for (const [dx, colour] of [
      [-470, '#3f7fb8'],
      [-380, '#e6e3da'],
    ] as const) {
      brush.shadow(x + dx, SHED_FLOOR + 190, 70, 14, 0.4);
      brush.barrel(colour, x + dx - 40, SHED_FLOOR - 190, 80, 380, 36);
      brush.box('#b98f3c', x + dx - 12, SHED_FLOOR - 220, 24, 36, 4);
    }
    if (isRight) {
      brush.at(x + 40, SHED_FLOOR + 300, () => extinguisher(brush), { scale: 1.7 });
      brush.at(x - 160, SHED_FLOOR + 320, () => cone(brush), { scale: 1.2 });
      return [x + 100, 300];
    }
    brush.at(x + 330, SHED_FLOOR + 340, () => carton(brush, dice.pick(palette.carton), 230, 130, true));
    for (let i = 0; i < 4; i++)
      brush.box(darker(board, i * 0.08), x - 560 + i * 14, SHED_FLOOR + 240 + i * 30, 330, 28, 3);
    brush.at(x - 60, SHED_FLOOR + 330, () => welder(brush, overall), { scale: 1.5 });
    const [sx, sy] = [x + 190, SHED_FLOOR + 158];
    brush.glow('#9fd0ff', sx, sy, 420, 0.8);
    brush.glow('#ffffff', sx, sy, 130, 1);
    brush.disc('#ffffff', sx, sy, 22);
    for (let i = 0; i < 70; i++) {
      const angle = dice.between(-Math.PI * 1.05, Math.PI * 0.55);
      const far = dice.between(40, 300);
      const [tx, ty] = [sx + Math.cos(angle) * far, sy + Math.sin(angle) * far * 0.8 + far * far * 0.0012];
      brush.line(
        dice.pick(['#ffd98a', '#ffb04a', '#fff3d0']),
        dice.between(3, 6),
        [tx, ty],
        [tx - Math.cos(angle) * 26, ty - Math.sin(angle) * 22],
      );
    }
    return [x + 130, 330];
  },
};

/** HS01: a bed, a clothes line and a cooker in the bicycle shed. */
export const shedLivedIn: Scene = {
  lights: ['lamp', 'lamp', 'torch', 'dusk'],
  paint: ({ brush, dice, isRight }) => {
    shed(brush, dice);
    const quilt = dice.pick(palette.cloth);
    const bikes = [dice.pick(palette.bike), dice.pick(palette.bike), dice.pick(palette.bike)];
    bulb(brush, dice.between(-60, 120), -150);
    for (const [i, colour] of bikes.entries())
      brush.at(360 + i * 130, SHED_FLOOR + 70, () => eBikeFront(brush, colour), { scale: 1.25 });
    if (isRight) {
      for (const [i, colour] of bikes.entries())
        brush.at(-480 + i * 150, SHED_FLOOR + 80, () => eBikeFront(brush, colour), { scale: 1.25 });
      return [-160, 200];
    }
    brush.line('#d9d5cb', 5, [-760, -130], [420, -110]);
    for (let i = 0; i < 6; i++) {
      const x = -620 + i * 150;
      const colour = dice.pick(palette.cloth);
      const high = dice.between(110, 180);
      brush.shape(colour, [x, -128], [x + 100, -126], [x + 92, -126 + high], [x + 8, -128 + high]);
      brush.shape(darker(colour, 0.15), [x - 26, -90], [x + 4, -128], [x + 8, -60]);
    }
    brush.shadow(-250, SHED_FLOOR + 220, 420, 34, 0.45);
    for (const x of [-600, 60]) brush.box('#59483a', x, 160, 26, SHED_FLOOR + 50, 4);
    brush.box('#59483a', -610, SHED_FLOOR + 70, 700, 34, 4);
    brush.box('#e9e4d6', -590, SHED_FLOOR, 660, 76, 22);
    brush.box(quilt, -400, SHED_FLOOR - 50, 480, 110, 40);
    brush.box(lighter(quilt, 0.25), -400, SHED_FLOOR - 50, 480, 40, 20);
    for (const x of [-300, -180, -60]) brush.box(clear('#ffffff', 0.25), x, SHED_FLOOR - 46, 36, 100, 10);
    brush.box('#f6f3ec', -580, SHED_FLOOR - 34, 160, 62, 26);
    brush.at(250, SHED_FLOOR + 250, () => {
      brush.box('#84603f', -110, -100, 220, 100, 6);
      brush.box('#3a4044', -70, -126, 140, 28, 6);
      flame(brush, 0, -124, 40);
      brush.barrel('#b4bcbf', -56, -230, 112, 84, 8);
      brush.box('#8d979b', -64, -238, 128, 14, 6);
    });
    return [-150, 190];
  },
};

/** DM01: cables above the beds, power strips beside the pillows. */
export const dormitoryWiring: Scene = {
  lights: ['lamp', 'day', 'overcast', 'lamp'],
  paint: ({ brush, dice, isRight }) => {
    dormitory(brush, dice);
    const cables = Array.from({ length: 7 }, () => dice.pick(palette.cable));
    if (isRight) {
      brush.box('#f2efe8', -1600, -520, 3200, 26, 4);
      for (const x of [-460, 460]) brush.box('#f2efe8', x - 10, -520, 20, 300);
      brush.at(0, DORMITORY_FLOOR + 60, () => extinguisher(brush), { scale: 1.3 });
      brush.box('#b8322a', -60, 20, 120, 110, 10);
      brush.box('#f6f3ec', -40, 60, 80, 20);
      return [0, 40];
    }
    for (const [i, cable] of cables.entries())
      brush.hanging(
        cable,
        8,
        [-700 + i * 40, -520 + i * 14],
        [-340 + i * 150, -120 + (i % 3) * 120],
        dice.between(-60, 110),
      );
    for (const [x, y, tilt] of [
      [-340, -170, 0.12],
      [330, 130, -0.15],
      [0, 60, 1.3],
    ] as const)
      brush.at(x, y, () => powerStrip(brush, 5), { tilt, scale: 1.25 });
    brush.hanging('#22272b', 8, [0, 110], [330, 120], 170);
    brush.hanging('#e8742c', 8, [-20, 120], [-380, 140], 150);
    brush.at(0, DORMITORY_FLOOR + 80, () => {
      brush.shadow(0, 0, 150, 20, 0.4);
      brush.barrel('#e6e3da', -96, -120, 192, 120, 30);
      brush.disc('#3a4044', 0, -122, 70, 14);
      brush.glow('#ff7a2a', 50, -40, 60);
      brush.disc('#ff7a2a', 50, -40, 9);
    });
    return [0, 30];
  },
};
