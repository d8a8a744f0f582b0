import { clear, darker, lighter, palette } from '#demo/pictures/colour.ts';
import { kitchen, KITCHEN_FLOOR } from '#demo/pictures/rooms/kitchen.ts';
import { stairwell } from '#demo/pictures/rooms/stairwell.ts';
import { indoors, type Scene } from '#demo/pictures/scene.ts';
import { cylinder, flame, gasAlarm, regulator, rust } from '#demo/pictures/things/gas.ts';

/** GC04: a cylinder in use, and only a bracket with bare wires in place of the gas alarm. */
export const noGasAlarm: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    const { stoveX } = kitchen(brush, dice, [true, true]);
    const colour = dice.pick(palette.cylinder);
    const x = dice.between(-330, -230);
    brush.at(x, KITCHEN_FLOOR + 80, () => cylinder(brush, colour), { scale: 1.35 });
    brush.at(x + 4, KITCHEN_FLOOR - 224, () => regulator(brush, [0, 0]), { scale: 1.1 });
    brush.hanging('#e07b2a', 13, [x + 40, KITCHEN_FLOOR - 224], [stoveX - 150, 40], 60);
    if (isRight) {
      brush.at(x - 20, -60, () => gasAlarm(brush, [0, 0]), { scale: 1.5 });
      return [x, 20];
    }
    brush.box('#c9c4b6', x - 100, -120, 160, 120, 6);
    brush.box('#b3ad9e', x - 86, -106, 132, 92, 4);
    for (const [dx, dy] of [
      [-80, -100],
      [38, -100],
      [-80, -22],
      [38, -22],
    ] as const)
      brush.disc('#59534a', x + dx, dy, 7);
    brush.winding('#c8372d', 7, [x - 30, -60], [x - 60, 10], [x - 20, 50]);
    brush.winding('#d8b32c', 7, [x - 12, -60], [x + 20, 0], [x + 6, 40]);
    brush.winding('#2f6fa8', 7, [x - 22, -64], [x - 20, 30], [x - 44, 56]);
    return [x, 20];
  },
};

/** GC05: a rusty cylinder without its plate. After: a cylinder with a code plate. */
export const badCylinder: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    const inKitchen = dice.chance(0.6);
    if (inKitchen) kitchen(brush, dice);
    else stairwell(brush, dice);
    const colour = dice.pick(palette.cylinder);
    const x = dice.between(-80, 40);
    const old = dice.pick(['#8a8276', '#7a8a84', '#93897a', '#6f7f86']);
    const second = dice.chance(0.4);
    if (isRight) {
      brush.at(x, 520, () => cylinder(brush, colour, 'code'), { scale: 2.5 });
      return [x, 250];
    }
    if (second) {
      brush.at(
        x + 320,
        470,
        () => {
          cylinder(brush, darker(old, 0.15));
          rust(brush, dice, 16);
        },
        { scale: 2 },
      );
    }
    brush.at(
      x,
      520,
      () => {
        cylinder(brush, old);
        rust(brush, dice, 30);
        brush.shape(
          clear('#cfc6b2', 0.85),
          [-26, -152],
          [8, -152],
          [24, -132],
          [22, -96],
          [-14, -98],
          [-26, -112],
        );
        for (const x of [-20, 16]) brush.disc('#4a423a', x, -148, 3);
      },
      { scale: 2.5 },
    );
    return [x, 250];
  },
};

/** GC06: the pot boiled over and put out the flame; the tap is still open. */
export const noFlameGuard: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    const tile = dice.pick(['#dfe3de', '#e6dccb', '#d3dde0', '#e2d6d0']);
    const steel = dice.pick(['#8f9a9f', '#6c777c', '#a3a8a4', '#4d565b']);
    const pot = dice.pick(['#c8372d', '#b4bcbf', '#2f6fa8', '#d9a441', '#5f7f6a']);
    brush.wash([darker(tile, 0.1), tile], -1600, -1600, 3200, 1700);
    for (let i = -10; i <= 10; i++) brush.line(darker(tile, 0.13), 4, [i * 150, -1600], [i * 150, 100]);
    for (let y = -1100; y < 100; y += 150) brush.line(darker(tile, 0.13), 4, [-1600, y], [1600, y]);
    brush.wash([lighter(steel, 0.3), steel], -1600, 90, 3200, 330);
    brush.wash([darker(steel, 0.2), darker(steel, 0.45)], -1600, 420, 3200, 1200);
    for (const [i, x] of [-330, 290].entries()) {
      brush.disc(darker(steel, 0.5), x, 250, 240, 92);
      brush.disc('#22272b', x, 244, 150, 56);
      for (let spoke = 0; spoke < 6; spoke++) {
        const angle = (spoke * Math.PI) / 3 + 0.3;
        brush.line(
          '#14181c',
          20,
          [x + Math.cos(angle) * 90, 236 + Math.sin(angle) * 34],
          [x + Math.cos(angle) * 225, 236 + Math.sin(angle) * 84],
        );
      }
      const isLit = isRight || i === 1;
      if (isLit) for (let f = -4; f <= 4; f++) flame(brush, x + f * 34, 244 + (4 - Math.abs(f)) * 8, 58);
      if (isRight) {
        brush.box('#d9a441', x + 8, 170, 16, 70, 8);
        brush.glow('#ff7a2a', x + 16, 170, 60);
      }
      brush.disc('#14181c', x, 520, 62);
      brush.disc('#3a4044', x - 4, 514, 54);
      brush.line('#f2efe8', 10, [x, 514], i === 0 && !isRight ? [x + 40, 496] : [x + 42, 508]);
    }
    if (isRight) return [-330, 240];
    brush.barrel(pot, -510, -190, 360, 380, 30);
    brush.box(darker(pot, 0.25), -530, -214, 400, 40, 16);
    brush.disc('#f4ecd8', -330, -206, 176, 40);
    for (let i = 0; i < 5; i++) {
      const x = -496 + i * 84 + dice.between(-14, 14);
      const drop = dice.between(90, 380);
      brush.line('#efe3c4', dice.between(16, 30), [x, -204], [x, -200 + drop]);
      brush.disc('#efe3c4', x, -196 + drop, 20, 26);
    }
    for (let i = 0; i < 14; i++)
      brush.disc('#f7efdc', dice.between(-500, -160), dice.between(-232, -196), dice.between(22, 46), 24);
    brush.disc(clear('#f4ecd8', 0.8), -320, 330, 210, 46);
    return [-330, 120];
  },
};
