import { clear, darker, lighter, type Colour } from './colour.ts';

type Gradient = { addColorStop(offset: number, colour: Colour): void };

/** The part of a 2D canvas context that the pictures use. The TypeScript project of the server has no DOM types. */
export type Pen = {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineCap: string;
  lineJoin: string;
  globalCompositeOperation: string;
  save(): void;
  restore(): void;
  translate(x: number, y: number): void;
  scale(x: number, y: number): void;
  rotate(angle: number): void;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void;
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void;
  ellipse(x: number, y: number, rx: number, ry: number, turn: number, from: number, to: number): void;
  roundRect(x: number, y: number, width: number, height: number, radius: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fill(): void;
  stroke(): void;
  clip(): void;
  createLinearGradient(x0: number, y0: number, x1: number, y1: number): Gradient;
  createRadialGradient(x0: number, y0: number, r0: number, x1: number, y1: number, r1: number): Gradient;
};

export type Point = readonly [x: number, y: number];
type Turn = { readonly scale?: number; readonly flip?: boolean; readonly tilt?: number };

/** Draws shapes of one colour, lit from the upper left. The centre is 0,0; everything important is within 600 of it. */
export type Brush = {
  readonly pen: Pen;
  shape(colour: Colour, ...points: readonly Point[]): void;
  box(colour: Colour, x: number, y: number, width: number, height: number, radius?: number): void;
  disc(colour: Colour, x: number, y: number, rx: number, ry?: number): void;
  line(colour: Colour, width: number, ...points: readonly Point[]): void;
  /** A cable or hose: hangs `sag` below the straight line. */
  hanging(colour: Colour, width: number, from: Point, to: Point, sag: number): void;
  /** A smooth line along the points. */
  winding(colour: Colour, width: number, ...points: readonly Point[]): void;
  /** A rectangle with a gradient from top to bottom. */
  wash(colours: readonly Colour[], x: number, y: number, width: number, height: number): void;
  /** An upright cylinder: dark edges, light left of the middle. */
  barrel(colour: Colour, x: number, y: number, width: number, height: number, radius?: number): void;
  shadow(x: number, y: number, rx: number, ry: number, strength?: number): void;
  glow(colour: Colour, x: number, y: number, radius: number, strength?: number): void;
  at(x: number, y: number, draw: () => void, turn?: Turn): void;
};

export const brushOn = (pen: Pen): Brush => {
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  const fill = (colour: unknown) => {
    pen.fillStyle = colour;
    pen.fill();
  };
  const stroke = (colour: Colour, width: number) => {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  };
  const trace = (points: readonly Point[]) => {
    pen.beginPath();
    for (const [i, [x, y]] of points.entries()) {
      if (i === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
  };
  const rounded = (x: number, y: number, width: number, height: number, radius: number) => {
    pen.beginPath();
    pen.roundRect(x, y, width, height, radius);
  };
  const halo = (colour: Colour, x: number, y: number, radius: number, strength: number) => {
    const gradient = pen.createRadialGradient(x, y, 0, x, y, radius);
    gradient.addColorStop(0, clear(colour, strength));
    gradient.addColorStop(1, clear(colour, 0));
    pen.beginPath();
    pen.ellipse(x, y, radius, radius, 0, 0, Math.PI * 2);
    fill(gradient);
  };
  return {
    pen,
    shape: (colour, ...points) => {
      trace(points);
      pen.closePath();
      fill(colour);
    },
    box: (colour, x, y, width, height, radius = 0) => {
      rounded(x, y, width, height, radius);
      fill(colour);
    },
    disc: (colour, x, y, rx, ry = rx) => {
      pen.beginPath();
      pen.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
      fill(colour);
    },
    line: (colour, width, ...points) => {
      trace(points);
      stroke(colour, width);
    },
    hanging: (colour, width, [x0, y0], [x1, y1], sag) => {
      pen.beginPath();
      pen.moveTo(x0, y0);
      const low = Math.max(y0, y1) + sag;
      pen.bezierCurveTo(x0 + (x1 - x0) * 0.2, low, x0 + (x1 - x0) * 0.75, low, x1, y1);
      stroke(colour, width);
    },
    winding: (colour, width, ...points) => {
      pen.beginPath();
      for (const [i, [x, y]] of points.entries()) {
        const [nextX, nextY] = points[i + 1] ?? [x, y];
        if (i === 0) pen.moveTo(x, y);
        else pen.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
      }
      stroke(colour, width);
    },
    wash: (colours, x, y, width, height) => {
      const gradient = pen.createLinearGradient(0, y, 0, y + height);
      for (const [i, colour] of colours.entries())
        gradient.addColorStop(i / Math.max(1, colours.length - 1), colour);
      pen.fillStyle = gradient;
      pen.fillRect(x, y, width, height);
    },
    barrel: (colour, x, y, width, height, radius = 0) => {
      const gradient = pen.createLinearGradient(x, 0, x + width, 0);
      gradient.addColorStop(0, darker(colour, 0.35));
      gradient.addColorStop(0.3, lighter(colour, 0.35));
      gradient.addColorStop(0.55, colour);
      gradient.addColorStop(1, darker(colour, 0.5));
      rounded(x, y, width, height, radius);
      fill(gradient);
    },
    shadow: (x, y, rx, ry, strength = 0.35) => {
      pen.save();
      pen.translate(x, y);
      pen.scale(1, ry / rx);
      halo('#14181c', 0, 0, rx, strength);
      pen.restore();
    },
    glow: (colour, x, y, radius, strength = 0.7) => {
      pen.save();
      pen.globalCompositeOperation = 'screen';
      halo(colour, x, y, radius, strength);
      pen.restore();
    },
    at: (x, y, draw, { scale = 1, flip = false, tilt = 0 } = {}) => {
      pen.save();
      pen.translate(x, y);
      pen.rotate(tilt);
      pen.scale(flip ? -scale : scale, scale);
      draw();
      pen.restore();
    },
  };
};
