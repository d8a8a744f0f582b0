import { clear, darker, palette } from '#demo/pictures/colour.ts';
import { facade, GROUND } from '#demo/pictures/rooms/facade.ts';
import { road } from '#demo/pictures/rooms/road.ts';
import { PAVEMENT, street } from '#demo/pictures/rooms/street.ts';
import { outdoors, type Scene } from '#demo/pictures/scene.ts';
import { cone, tree } from '#demo/pictures/things/fittings.ts';

/** PF01: a manhole with a missing or broken cover. */
export const manhole: Scene = {
  lights: outdoors,
  paint: ({ brush, dice, isRight }) => {
    road(brush, dice);
    const isBroken = dice.chance(0.45);
    const coneX = dice.pick([-1, 1]) * dice.between(390, 450);
    const hasCone = dice.chance(0.4);
    const x = dice.between(-40, 40);
    const lid = () => {
      brush.disc('#565c5f', x, 240, 300, 150);
      brush.disc('#6b7275', x, 234, 284, 140);
      for (let ring = 1; ring < 4; ring++)
        brush.disc(ring % 2 ? '#565c5f' : '#6b7275', x, 234, 284 - ring * 66, 140 - ring * 32);
      for (const dx of [-190, 190]) brush.box('#2b2f33', x + dx - 16, 226, 32, 14, 6);
    };
    brush.disc('#9a958c', x, 244, 350, 180);
    brush.disc('#7d786f', x, 244, 318, 160);
    if (isRight) {
      lid();
      return [x, 230];
    }
    if (isBroken) lid();
    if (isBroken)
      brush.shape(
        '#0d0f11',
        [x - 40, 150],
        [x + 150, 130],
        [x + 236, 230],
        [x + 130, 330],
        [x - 10, 300],
        [x + 30, 230],
      );
    else {
      brush.disc('#0d0f11', x, 244, 296, 146);
      brush.pen.save();
      brush.pen.beginPath();
      brush.pen.ellipse(x, 244, 296, 146, 0, 0, Math.PI * 2);
      brush.pen.clip();
      brush.disc('#4a453e', x, 130, 300, 120);
      brush.disc('#0d0f11', x, 190, 280, 120);
      for (const y of [150, 190]) brush.line('#8d8576', 12, [x - 70, y - 14], [x + 70, y - 14]);
      brush.pen.restore();
      brush.at(
        x + 360,
        420,
        () => {
          brush.disc('#3a3f42', 0, 14, 250, 92);
          brush.disc('#6b7275', 0, 0, 250, 92);
          brush.disc('#565c5f', 0, 0, 180, 62);
          brush.disc('#6b7275', 0, 0, 110, 36);
        },
        { tilt: 0.12 },
      );
    }
    if (hasCone) brush.at(coneX, 60, () => cone(brush), { scale: 1.3 });
    return [x, 240];
  },
};

/** PF02: a pothole with cracks around it, sometimes full of water. */
export const brokenSurface: Scene = {
  lights: outdoors,
  paint: ({ brush, dice, isRight }) => {
    road(brush, dice);
    const hole = Array.from({ length: 14 }, (_, i) => {
      const angle = (i / 14) * Math.PI * 2;
      const reach = dice.between(0.7, 1.1);
      return [Math.cos(angle) * 400 * reach, 260 + Math.sin(angle) * 180 * reach] as const;
    });
    const inner = (share: number) => hole.map(([x, y]) => [x * share, 268 + (y - 260) * share] as const);
    if (isRight) {
      brush.shape('#3f4447', [-390, 60], [390, 60], [540, 470], [-540, 470]);
      brush.shape('#4c5255', [-376, 72], [376, 72], [516, 456], [-516, 456]);
      return [0, 260];
    }
    brush.shape('#3f3b35', ...hole);
    brush.shape('#6d6254', ...inner(0.88));
    brush.shape('#4d463c', ...inner(0.74));
    const hasWater = dice.chance(0.6);
    brush.shape(hasWater ? '#5d7680' : '#857764', ...inner(0.56));
    if (hasWater) {
      brush.disc(clear('#dbe9ec', 0.55), -50, 240, 120, 22);
      brush.disc(clear('#dbe9ec', 0.3), 60, 290, 70, 14);
    }
    for (const [x, y] of hole) {
      const [dx, dy] = [x / 400, (y - 260) / 180];
      brush.winding(
        '#2f2c28',
        dice.between(5, 11),
        [x, y],
        [x + dx * 60 + dice.between(-50, 50), y + dy * 30],
        [x + dx * dice.between(60, 190), y + dy * 60 + dice.between(-40, 40)],
      );
    }
    for (let i = 0; i < 40; i++)
      brush.disc(
        dice.pick(['#8d857a', '#5d574d', '#a39b8e']),
        dice.between(-520, 520),
        dice.between(110, 480),
        dice.between(6, 24),
        dice.between(5, 16),
      );
    return [0, 260];
  },
};

/** OT99: a leaning pole with its cables, or a fallen branch. */
export const other: Scene = {
  lights: outdoors,
  paint: ({ brush, dice, isRight }) => {
    const isPole = dice.chance(0.5);
    if (isPole) street(brush, dice, dice.chance(0.5) ? 'wall' : 'shops');
    else facade(brush, dice);
    const lean = isRight ? 0 : dice.between(0.24, 0.34);
    const leaf = dice.pick(palette.leaf);
    const cables = Array.from({ length: 6 }, () => dice.between(60, 300));
    if (isPole) {
      brush.at(
        -60,
        PAVEMENT + 140,
        () => {
          brush.shadow(0, 0, 90, 16, 0.4);
          brush.shape('#8a8378', [-30, 0], [30, 0], [20, -900], [-20, -900]);
          brush.shape('#a59d90', [-30, 0], [-10, 0], [-8, -900], [-20, -900]);
          for (const y of [-780, -690]) brush.box('#5d574d', -150, y, 300, 22, 4);
          for (const x of [-130, -60, 60, 130]) brush.box('#d9d4c8', x - 10, -812, 20, 34, 5);
          brush.box('#6d7479', 14, -600, 110, 150, 6);
        },
        { tilt: lean },
      );
      const top = [-60 + Math.sin(lean) * 790, PAVEMENT + 140 - Math.cos(lean) * 790] as const;
      for (const [i, sag] of cables.entries()) {
        const drop = isRight ? -60 : sag;
        brush.hanging(
          '#22272b',
          7,
          [top[0] - 90 + i * 30, top[1]],
          [i % 2 ? -1000 : 1000, -520 + i * 26],
          drop,
        );
      }
      if (!isRight)
        brush.winding('#22272b', 9, top, [top[0] + 120, 60], [top[0] + 60, 330], [top[0] + 220, 420]);
      return [60, -60];
    }
    brush.at(-260, GROUND + 110, () => tree(brush, leaf, 900));
    if (isRight) return [0, 160];
    brush.at(120, GROUND + 150, () => {
      brush.shadow(0, 0, 460, 50, 0.4);
      brush.line('#6f5a47', 54, [-440, -120], [-120, -60], [240, -50]);
      brush.line('#6f5a47', 30, [-120, -60], [60, -200]);
      brush.line('#6f5a47', 26, [60, -56], [300, -190]);
      brush.disc('#d9b98a', -440, -120, 32, 40);
      for (let i = 0; i < 16; i++)
        brush.disc(
          darker(leaf, dice.between(0, 0.35)),
          dice.between(20, 480),
          dice.between(-240, 0),
          dice.between(50, 110),
          dice.between(40, 80),
        );
    });
    return [140, 330];
  },
};
