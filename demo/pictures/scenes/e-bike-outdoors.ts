import { darker, palette } from '#demo/pictures/colour.ts';
import { facade, GROUND } from '#demo/pictures/rooms/facade.ts';
import { shed, SHED_FLOOR } from '#demo/pictures/rooms/shed.ts';
import { indoors, outdoors, type Scene } from '#demo/pictures/scene.ts';
import { charger, eBike, eBikeFront, powerStrip } from '#demo/pictures/things/e-bike.ts';
import { extinguisher } from '#demo/pictures/things/fittings.ts';

/** EB02: a cable hangs from an upper window to an e-bike in the yard. */
export const hungCable: Scene = {
  lights: outdoors,
  paint: ({ brush, dice, isRight }) => {
    const { windows } = facade(brush, dice);
    const near = windows.filter(([x]) => Math.abs(x) < 340);
    const [wx, wy] = dice.pick(near.filter(([, y]) => y > -700 && y < -200));
    const cable = dice.pick(['#e8742c', '#e8742c', '#f2efe8', '#22272b']);
    const colour = dice.pick(palette.bike);
    const load = dice.pick(['box', 'basket', 'none'] as const);
    const second = dice.chance(0.5) ? dice.pick(palette.bike) : null;
    const x = dice.between(-180, 160);
    if (isRight) return [0, 100];
    if (second) brush.at(x + 400, GROUND + 90, () => eBike(brush, second), { scale: 1.15, flip: true });
    brush.at(x, GROUND + 120, () => eBike(brush, colour, load), { scale: 1.45 });
    const strip = [x - 60, GROUND - 120] as const;
    brush.hanging(darker(cable, 0.45), 13, [wx + 6, wy + 92], [strip[0] + 4, strip[1] - 24], 20);
    brush.hanging(cable, 11, [wx, wy + 88], [strip[0], strip[1] - 28], 20);
    brush.box('#14181c', wx - 30, wy + 74, 60, 18);
    brush.at(...strip, () => powerStrip(brush, 2), { tilt: 1.35 });
    brush.winding(
      palette.ink,
      8,
      [strip[0] + 30, strip[1] + 40],
      [x + 40, GROUND + 30],
      [x - 10, GROUND + 10],
    );
    charger(brush, [x - 20, GROUND - 2]);
    return [x - 20, GROUND - 60];
  },
};

/** EB05: rows of e-bikes under one roof without fire walls. After: walls, sprinkler pipes, alarms. */
export const openShed: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    shed(brush, dice);
    const row = Array.from({ length: 11 }, () => dice.pick(palette.bike));
    if (isRight) {
      brush.box('#b8322a', -1600, -250, 3200, 20);
      for (let x = -560; x <= 560; x += 280) {
        brush.box('#b8322a', x - 7, -240, 14, 46);
        brush.disc('#d9b867', x, -190, 18, 10);
      }
      for (const x of [-420, 140]) {
        brush.disc('#f6f3ec', x, -262, 46, 20);
        brush.glow('#ff4a3a', x, -252, 40);
        brush.disc('#ff4a3a', x, -252, 6);
      }
    }
    for (const [i, colour] of row.entries())
      brush.at(-700 + i * 140, SHED_FLOOR + 70, () => eBikeFront(brush, colour), { scale: 1.2 });
    if (isRight)
      for (const x of [-350, 70, 490]) {
        brush.box('#d8d3c6', x - 24, -120, 48, 430);
        brush.box('#b3ab9c', x + 12, -120, 14, 430);
      }
    else {
      brush.hanging('#e8742c', 7, [-800, -200], [-120, -90], 60);
      brush.hanging('#22272b', 6, [-120, -90], [700, -190], 80);
      brush.hanging('#e8742c', 6, [-120, -90], [-60, 120], 20);
      brush.at(-120, -80, () => powerStrip(brush, 4), { tilt: 0.1 });
    }
    brush.at(-250, SHED_FLOOR + 320, () => eBike(brush, row[0]!, 'box'), { scale: 1.6 });
    if (isRight) brush.at(420, SHED_FLOOR + 190, () => extinguisher(brush), { scale: 1.5 });
    return [-60, 60];
  },
};

/** EB06: old sockets that never switch off. After: a metered charging box with status lights. */
export const noCutOff: Scene = {
  lights: indoors,
  paint: ({ brush, dice, isRight }) => {
    shed(brush, dice);
    const row = Array.from({ length: 4 }, () => dice.pick(palette.bike));
    const board = dice.pick(['#c9c2b2', '#b9a184', '#a8adab']);
    const count = dice.whole(3, 4);
    for (const [i, colour] of row.entries())
      brush.at(-480 + i * 330, SHED_FLOOR + 250, () => eBikeFront(brush, colour), { scale: 1.5 });
    if (isRight) {
      brush.shadow(0, 20, 260, 260, 0.35);
      brush.box('#2f8f86', -210, -220, 420, 330, 26);
      brush.box('#f2efe8', -186, -198, 372, 286, 16);
      brush.box('#22343a', -150, -174, 300, 100, 10);
      for (const [i, high] of [40, 62, 28, 70, 50].entries())
        brush.box('#4ee0a0', -126 + i * 54, -84 - high, 30, high, 4);
      for (let i = 0; i < 5; i++) {
        brush.disc('#59636a', -140 + i * 70, 16, 25);
        brush.disc('#22272b', -140 + i * 70, 16, 14);
        brush.glow('#4ee06a', -140 + i * 70, -36, 34, 0.9);
        brush.disc('#37c957', -140 + i * 70, -36, 8);
      }
      return [0, -40];
    }
    brush.box(darker(board, 0.4), -368, -178, 736, 236, 6);
    brush.box(board, -360, -170, 720, 220, 4);
    for (let i = 0; i < count; i++) {
      const x = -250 + i * (540 / count);
      brush.box('#f2efe8', x - 58, -130, 116, 116, 10);
      brush.box('#d6d0c2', x - 58, -26, 116, 12, 6);
      for (const dx of [-22, 22]) brush.box('#4d565b', x + dx - 5, -110, 10, 22, 3);
      brush.box(palette.ink, x - 32, -78, 64, 54, 10);
      brush.winding(palette.ink, 9, [x, -30], [x + 40, 90], [x - 60, 140], [-480 + i * 330, 130]);
      charger(brush, [x + 10, 112], '#ff4a3a');
    }
    brush.shape('#4a2f22aa', [180, -130], [262, -168], [330, -100], [290, -20], [200, -30]);
    brush.glow('#ff7a2a', 244, -90, 150, 0.65);
    return [0, -20];
  },
};
