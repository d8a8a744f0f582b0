import { clear, darker, palette } from '#demo/pictures/colour.ts';
import { corridor } from '#demo/pictures/rooms/corridor.ts';
import { FLOOR, stairwell } from '#demo/pictures/rooms/stairwell.ts';
import { street } from '#demo/pictures/rooms/street.ts';
import { indoors, outdoors, type Scene } from '#demo/pictures/scene.ts';
import { bag, carton, fire, smoke } from '#demo/pictures/things/waste.ts';

/** WA02: rubble of a renovation. */
export const rubble: Scene = {
  lights: outdoors,
  paint: ({ brush, dice, isRight }) => {
    street(brush, dice, 'wall');
    const dust = dice.pick(['#a89c8a', '#b3a592', '#9a948a']);
    const sacks = dice.pick(['#e6e3da', '#c9a86a', '#7d9a8a']);
    if (isRight) {
      brush.disc(clear(dust, 0.5), 0, 390, 440, 50);
      return [0, 330];
    }
    brush.shadow(0, 430, 620, 60, 0.4);
    brush.shape(darker(dust, 0.15), [-560, 440], [-360, 250], [-130, 90], [90, 60], [300, 220], [580, 440]);
    brush.shape(dust, [-560, 440], [-360, 250], [-130, 90], [-20, 210], [60, 440]);
    for (let i = 0; i < 60; i++) {
      const x = dice.between(-470, 470);
      const y = dice.between(120 + Math.abs(x) * 0.55, 440);
      const colour = dice.pick([...palette.brick, ...palette.concrete, '#e0dace', '#8f8577']);
      const [width, high] = [dice.between(24, 72), dice.between(16, 36)];
      brush.at(x, y, () => brush.box(colour, -width / 2, -high / 2, width, high, 2), {
        tilt: dice.between(-0.9, 0.9),
      });
    }
    for (let i = 0; i < 3; i++) {
      const x = dice.between(-260, 220);
      brush.line(dice.pick(palette.wood), 22, [x, 400], [x + dice.between(120, 260), dice.between(10, 120)]);
    }
    for (const x of [-480, -330, 470]) brush.at(x, 470, () => bag(brush, sacks, dice), { scale: 1.9 });
    return [0, 290];
  },
};

/** WA03: burning leaves and waste. */
export const burning: Scene = {
  lights: ['day', 'dusk', 'dusk', 'overcast'],
  paint: ({ brush, dice, isRight }) => {
    street(brush, dice, 'wall');
    const width = dice.between(200, 270);
    const x = dice.between(-90, 90);
    brush.disc(clear('#22201c', 0.85), x, 390, width * 1.8, 66);
    if (isRight) {
      brush.disc(clear('#6d7f8a', 0.55), x, 396, width * 1.5, 50);
      brush.disc(clear('#b9c6cc', 0.5), x - 60, 388, width * 0.7, 20);
      return [x, 340];
    }
    for (let i = 0; i < 90; i++) {
      const angle = dice.between(0, Math.PI * 2);
      const reach = dice.between(0, 1);
      const colour = dice.pick(['#8a6a34', '#b07a34', '#6d5a34', '#c98a3a', '#4a3f2c']);
      brush.disc(
        colour,
        x + Math.cos(angle) * reach * width * 1.7,
        380 - (1 - reach) * 90 + Math.sin(angle) * 40,
        dice.between(14, 30),
        dice.between(7, 14),
      );
    }
    smoke(brush, dice, x, 160);
    brush.at(x, 372, () => fire(brush, dice, width * 1.5));
    brush.glow('#ff8a3a', x, 320, 620, 0.4);
    return [x, 240];
  },
};

/** WA05: household goods on the landing. */
export const clutter: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    const inCorridor = dice.chance(0.4);
    if (inCorridor) corridor(brush, dice);
    else stairwell(brush, dice);
    const floor = FLOOR + 130;
    if (isRight) return [0, 200];
    const pile = Array.from({ length: dice.whole(4, 5) }, () => ({
      colour: dice.pick(palette.carton),
      width: dice.between(190, 290),
      high: dice.between(130, 200),
    }));
    brush.at(inCorridor ? -300 : -80, floor - 30, () => {
      brush.box(darker('#84603f', 0.3), -150, -420, 300, 420, 6);
      brush.box('#9a714c', -140, -410, 135, 400, 4);
      brush.box('#9a714c', 5, -410, 135, 400, 4);
      for (const dx of [-24, 16]) brush.box('#d9c9a0', dx, -220, 10, 50, 4);
    });
    let high = floor + 40;
    for (const [i, box] of pile.entries()) {
      brush.at(170 + (i % 2) * 30, high, () => carton(brush, box.colour, box.width, box.high, i === 2));
      high -= box.high + 14;
      if (i === 2) high = floor + 110;
      if (i >= 2) {
        brush.at(-60 - i * 12, high, () => carton(brush, box.colour, box.width * 0.9, box.high * 0.9));
      }
    }
    brush.at(430, floor + 70, () => bag(brush, dice.pick(palette.bag), dice), { scale: 1.9 });
    brush.line('#c9a53a', 14, [-330, floor + 40], [-250, floor - 420]);
    brush.shape('#b0683a', [-352, floor + 50], [-300, floor + 50], [-308, floor - 30], [-338, floor - 30]);
    const paint = dice.pick(palette.cloth);
    brush.barrel(paint, -470, floor - 30, 110, 120, 10);
    return [60, 220];
  },
};
