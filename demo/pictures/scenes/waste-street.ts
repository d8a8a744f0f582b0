import { clear, palette } from '#demo/pictures/colour.ts';
import { KERB, PAVEMENT, street } from '#demo/pictures/rooms/street.ts';
import { outdoors, type Scene } from '#demo/pictures/scene.ts';
import { bag, bin, carton, scraps } from '#demo/pictures/things/waste.ts';

/** WA01: bags and litter at the kerb. */
export const litter: Scene = {
  lights: outdoors,
  paint: ({ brush, dice, isRight }) => {
    street(brush, dice, 'wall');
    const count = dice.whole(5, 8);
    if (isRight) {
      brush.disc(clear('#5b6a74', 0.25), 0, 380, 420, 60);
      return [0, 330];
    }
    scraps(brush, dice, -520, 520, KERB - 30, 26);
    for (let i = 0; i < count; i++) {
      const x = -330 + (i * 660) / count + dice.between(-30, 30);
      const y = PAVEMENT + (i % 2 === 0 ? 120 : 220);
      const colour = dice.pick(palette.bag);
      brush.at(x, y, () => bag(brush, colour, dice), { scale: dice.between(1.2, 1.7) });
    }
    scraps(brush, dice, -420, 480, KERB + 10, 12);
    return [0, 340];
  },
};

/** WA04: buckets of kitchen waste in front of a shop. */
export const kitchenWaste: Scene = {
  lights: ['day', 'overcast', 'dusk', 'dusk'],
  paint: ({ brush, dice, isRight }) => {
    street(brush, dice, 'shops');
    const bucket = dice.pick(['#4c8a58', '#3d6ea0', '#c9a53a', '#8a4a3c']);
    const count = dice.whole(2, 3);
    if (isRight) {
      brush.at(320, PAVEMENT + 70, () => bin(brush, '#4c8a58', 'shut'), { scale: 1.2 });
      brush.disc(clear('#5b6a74', 0.3), -60, 360, 330, 46);
      return [80, 260];
    }
    for (const [x, y, wide] of [
      [-60, 420, 330],
      [150, 450, 230],
      [-200, 470, 150],
      [30, 520, 180],
    ] as const)
      brush.disc(clear('#6d5a2c', 0.45), x, y, wide, wide * 0.16);
    for (let i = 0; i < count; i++) {
      const x = -230 + i * 250;
      brush.shadow(x, 396, 150, 24, 0.5);
      brush.shape(bucket, [x - 112, 150], [x + 112, 150], [x + 84, 396], [x - 84, 396]);
      brush.shape(clear('#ffffff', 0.18), [x - 96, 150], [x - 50, 150], [x - 44, 396], [x - 74, 396]);
      brush.disc('#5d4a26', x, 150, 112, 30);
      for (let lump = 0; lump < 12; lump++)
        brush.disc(
          dice.pick(['#c98a3a', '#7d9a4a', '#e6d9b0', '#a8583a', '#d9b45a', '#8a6a3a']),
          x + dice.between(-94, 94),
          140 + dice.between(-36, 18),
          dice.between(16, 34),
          dice.between(12, 22),
        );
      brush.winding('#7d6a34', 16, [x + 60, 156], [x + 88, 240], [x + 80, 330]);
      brush.winding('#59636a', 6, [x - 112, 160], [x - 60, 250], [x + 60, 250], [x + 112, 160]);
    }
    brush.at(-440, 420, () => bag(brush, dice.pick(palette.bag), dice), { scale: 1.6 });
    scraps(brush, dice, -260, 360, 430, 16);
    return [0, 250];
  },
};

/** WA06: overfull bins. */
export const fullBins: Scene = {
  lights: outdoors,
  paint: ({ brush, dice, isRight }) => {
    street(brush, dice, dice.chance(0.6) ? 'wall' : 'shops');
    const first = dice.whole(0, 3);
    const count = dice.whole(2, 3);
    const spread = count === 2 ? 330 : 290;
    for (let i = 0; i < count; i++) {
      const x = (i - (count - 1) / 2) * spread;
      const colour = palette.bin[(first + i) % 4]!;
      brush.at(x, PAVEMENT + 190, () => bin(brush, colour, isRight ? 'shut' : 'open'), { scale: 1.5 });
      if (isRight) continue;
      for (let heap = 0; heap < 4; heap++)
        brush.at(
          x + dice.between(-80, 80),
          PAVEMENT - 110 - heap * 26,
          () => bag(brush, dice.pick(palette.bag), dice),
          { scale: dice.between(0.9, 1.25) },
        );
      brush.box(colour, x - 126, PAVEMENT - 132, 252, 30, 6);
    }
    if (isRight) return [0, 240];
    for (let i = 0; i < 4; i++)
      brush.at(
        -450 + i * 290 + dice.between(-50, 50),
        PAVEMENT + 250,
        () => bag(brush, dice.pick(palette.bag), dice),
        { scale: dice.between(1.1, 1.5) },
      );
    brush.at(470, PAVEMENT + 240, () => carton(brush, dice.pick(palette.carton), 210, 130, true));
    scraps(brush, dice, -500, 500, KERB - 20, 18);
    return [0, 140];
  },
};
