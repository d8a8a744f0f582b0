import type { Dice } from '#demo/dice.ts';
import type { Pen } from './brush.ts';
import { clear, type Colour } from './colour.ts';
import type { Light } from './scene.ts';

type LightEffect = {
  /** The colours multiplied over the picture, at its lit centre and at its dim edge. */
  readonly lit: Colour;
  readonly dim: Colour;
  /** Radius of the light, as a share of the longer side. */
  readonly reach: number;
  /** Range of the centre of the light: 0 to 1 across, 0 to 1 down. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
};

const effects: Readonly<Record<Light, LightEffect>> = {
  day: { lit: '#fffdf6', dim: '#d6dadd', reach: 1.1, x: [0.2, 0.8], y: [0, 0.3] },
  overcast: { lit: '#eef2f3', dim: '#c3cad0', reach: 1.2, x: [0.3, 0.7], y: [0.1, 0.5] },
  dusk: { lit: '#ffdcae', dim: '#8b84a0', reach: 0.95, x: [0.1, 0.9], y: [0.1, 0.5] },
  lamp: { lit: '#fff0cf', dim: '#8d7d6e', reach: 0.85, x: [0.3, 0.7], y: [0.05, 0.4] },
  torch: { lit: '#fffaf0', dim: '#3a424e', reach: 0.72, x: [0.42, 0.58], y: [0.46, 0.64] },
};

/** Adds the light, and the darker corners of a lens, to a finished picture. */
export const shine = (pen: Pen, width: number, height: number, light: Light, dice: Dice): void => {
  const { lit, dim, reach, x, y } = effects[light];
  const [cx, cy] = [dice.between(...x) * width, dice.between(...y) * height];
  const long = Math.max(width, height);
  pen.save();
  pen.globalCompositeOperation = 'multiply';
  const fall = pen.createRadialGradient(cx, cy, long * 0.06, cx, cy, long * reach);
  fall.addColorStop(0, lit);
  fall.addColorStop(1, dim);
  pen.fillStyle = fall;
  pen.fillRect(0, 0, width, height);
  const lens = pen.createRadialGradient(
    width / 2,
    height / 2,
    long * 0.36,
    width / 2,
    height / 2,
    long * 0.72,
  );
  lens.addColorStop(0, '#ffffff');
  lens.addColorStop(1, '#c4c1c2');
  pen.fillStyle = lens;
  pen.fillRect(0, 0, width, height);
  pen.globalCompositeOperation = 'screen';
  const bloom = pen.createRadialGradient(cx, cy, 0, cx, cy, long * 0.55);
  bloom.addColorStop(0, clear(lit, light === 'torch' ? 0.22 : 0.14));
  bloom.addColorStop(1, clear(lit, 0));
  pen.fillStyle = bloom;
  pen.fillRect(0, 0, width, height);
  pen.restore();
};
