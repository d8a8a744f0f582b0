import type { Dice } from '#demo/dice.ts';
import type { Brush, Point } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette, type Colour } from '#demo/pictures/colour.ts';

/** A 15 kg cylinder, 120 wide and 250 high, on y = 0. */
export const cylinder = (brush: Brush, colour: Colour, tag: 'code' | 'none' = 'none'): void => {
  const { barrel, box, disc, line, shadow } = brush;
  shadow(0, 0, 96, 20, 0.55);
  barrel(darker(colour, 0.25), -46, -24, 92, 24, 6);
  barrel(colour, -62, -196, 124, 182, 44);
  line(clear(darker(colour, 0.5), 0.5), 3, [-60, -104], [60, -104]);
  box(darker(colour, 0.2), -8, -214, 16, 24);
  disc('#b98f3c', 0, -222, 14, 12);
  disc('#a8342c', 0, -236, 24, 8);
  line(darker(colour, 0.2), 9, [-42, -192], [-42, -244]);
  line(darker(colour, 0.05), 9, [42, -192], [42, -244]);
  line(lighter(colour, 0.15), 11, [-42, -246], [42, -246]);
  if (tag === 'code') codePlate(brush, -24, -150);
};

/** The plate with the QR code of a registered cylinder. */
const codePlate = ({ box }: Brush, x: number, y: number): void => {
  box('#f6d24a', x, y, 48, 56, 4);
  box('#ffffff', x + 6, y + 6, 36, 36);
  for (const [dx, dy] of [
    [8, 8],
    [28, 8],
    [8, 28],
    [20, 20],
    [30, 32],
  ] as const)
    box(palette.ink, x + dx, y + dy, 11, 11);
};

/** Rust spots, most of them near the foot. */
export const rust = ({ disc, line }: Brush, dice: Dice, amount: number): void => {
  for (let i = 0; i < amount; i++) {
    const x = dice.between(-56, 50);
    const y = dice.chance(0.5) ? dice.between(-70, -18) : dice.between(-185, -18);
    const colour = dice.pick(['#8a4a26', '#9c5a30', '#6d3a22', '#7a4a30']);
    const size = dice.between(3, 12);
    for (let blot = 0; blot < 3; blot++)
      disc(
        clear(colour, 0.5),
        x + dice.between(-size, size),
        y + dice.between(-size, size),
        size * dice.between(0.5, 1.2),
        size * dice.between(0.4, 0.9),
      );
    if (i % 3 === 0) line(clear(colour, 0.35), 3, [x, y], [x, y + dice.between(16, 44)]);
  }
};

export const regulator = ({ box, disc }: Brush, [x, y]: Point): void => {
  box('#b98f3c', x - 34, y - 9, 30, 18, 4);
  disc('#7d868b', x, y, 26, 26);
  disc('#b9c0c3', x - 4, y - 5, 18, 17);
  box('#b98f3c', x + 20, y - 7, 26, 14, 3);
};

export const flame = (brush: Brush, x: number, y: number, size: number, colour: Colour = '#4aa8ff'): void => {
  brush.glow(colour, x, y - size / 2, size * 1.7, 0.5);
  for (const [dx, height] of [
    [-0.6, 0.6],
    [0, 1],
    [0.6, 0.7],
  ] as const)
    brush.shape(
      lighter(colour, dx === 0 ? 0.4 : 0.1),
      [x + (dx - 0.28) * size, y],
      [x + dx * size, y - height * size],
      [x + (dx + 0.28) * size, y],
    );
};

/** Two burners on a steel top, 380 wide, its top at y = 0. */
export const stove = (brush: Brush, lit: readonly boolean[], cook: 'pots' | 'bare' = 'pots'): void => {
  const { box, disc, line } = brush;
  box('#5f686d', -190, 0, 380, 78, 8);
  box('#9aa5aa', -190, 0, 380, 16, 6);
  for (const [i, isLit] of lit.entries()) {
    const x = i === 0 ? -96 : 96;
    disc(palette.ink, x, 48, 20);
    line('#d5dadc', 5, [x, 48], isLit ? [x + 14, 48] : [x, 34]);
    line(palette.ink, 9, [x - 66, -4], [x - 54, -22]);
    line(palette.ink, 9, [x + 66, -4], [x + 54, -22]);
    line(palette.ink, 10, [x - 62, -22], [x + 62, -22]);
    if (isLit) for (const dx of [-34, 0, 34]) flame(brush, x + dx, -2, 26);
    if (cook === 'bare') continue;
    if (i === 0) {
      brush.shape('#33393d', [x - 88, -80], [x + 88, -80], [x + 46, -26], [x - 46, -26]);
      brush.shape('#596166', [x - 88, -80], [x + 88, -80], [x + 80, -70], [x - 80, -70]);
      line('#7a5b3c', 12, [x - 84, -76], [x - 150, -104]);
    } else {
      brush.barrel('#b4bcbf', x - 62, -112, 124, 86, 8);
      brush.box('#8d979b', x - 68, -120, 136, 14, 7);
      disc('#3a4044', x, -128, 12, 9);
    }
  }
};

/** A gas detector: a white box on the wall. */
export const gasAlarm = (brush: Brush, [x, y]: Point): void => {
  brush.shadow(x + 8, y + 10, 84, 70, 0.3);
  brush.box('#f7f5ef', x - 62, y - 44, 124, 88, 14);
  brush.box('#d6d3ca', x - 42, y + 8, 84, 22, 6);
  for (let i = 0; i < 6; i++) brush.line('#8d9499', 3, [x - 34 + i * 14, y + 12], [x - 34 + i * 14, y + 26]);
  brush.glow('#4ee06a', x - 30, y - 16, 60, 0.9);
  brush.disc('#37c957', x - 30, y - 16, 9);
};
