import type { Brush } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette, type Colour } from '#demo/pictures/colour.ts';

/** The steel door of a flat, 210 wide and 430 high; its foot is at 0,0. */
export const door = ({ box, disc, line }: Brush, colour: Colour, ajar = false): void => {
  box(darker(colour, 0.45), -122, -448, 244, 448, 4);
  box(colour, -105, -430, 210, 430, 3);
  if (ajar) {
    box('#171b1e', -105, -430, 46, 430);
    box(clear('#ffd98a', 0.5), -105, -430, 20, 430);
  }
  for (const y of [-400, -240]) box(darker(colour, 0.2), ajar ? -40 : -78, y, ajar ? 118 : 156, 130, 6);
  for (const y of [-396, -236]) box(lighter(colour, 0.1), ajar ? -36 : -74, y, ajar ? 110 : 148, 122, 6);
  disc('#2b2f33', 0, -300, 9);
  box('#c9b98a', 66, -212, 16, 46, 6);
  line('#e6dcc0', 8, [74, -190], [48, -190]);
  // Two strips of red paper, without text.
  box('#b8322a', -146, -420, 18, 300, 2);
  box('#b8322a', 128, -420, 18, 300, 2);
};

export const exitSign = (brush: Brush, x: number, y: number): void => {
  brush.glow('#4ee08a', x, y, 150, 0.45);
  brush.box('#1f8a4d', x - 62, y - 26, 124, 52, 6);
  brush.disc('#ffffff', x - 26, y - 13, 6);
  brush.line('#ffffff', 6, [x - 28, y - 4], [x - 32, y + 6], [x - 22, y + 16]);
  brush.line('#ffffff', 6, [x - 32, y + 6], [x - 44, y + 14]);
  brush.line('#ffffff', 5, [x - 42, y - 2], [x - 28, y - 3], [x - 18, y + 2]);
  brush.line('#ffffff', 6, [x + 4, y], [x + 42, y]);
  brush.shape('#ffffff', [x + 34, y - 14], [x + 50, y], [x + 34, y + 14]);
};

export const extinguisher = ({ barrel, box, line, shadow }: Brush): void => {
  shadow(0, 0, 52, 10, 0.4);
  barrel('#c8372d', -30, -122, 60, 122, 16);
  box('#2b2f33', -12, -138, 24, 18, 3);
  line('#2b2f33', 7, [-8, -138], [26, -152]);
  line('#2b2f33', 7, [12, -132], [38, -110], [40, -70]);
  box('#f2efe8', -24, -84, 44, 30, 3);
};

export const windowPane = (
  { box, line, shape }: Brush,
  width: number,
  height: number,
  glass: Colour,
  frame: Colour = '#e8e6df',
): void => {
  box(darker(frame, 0.25), -width / 2 - 8, -height / 2 - 8, width + 16, height + 16, 3);
  box(glass, -width / 2, -height / 2, width, height);
  shape(
    clear('#ffffff', 0.25),
    [-width * 0.4, height * 0.5],
    [-width * 0.1, -height * 0.5],
    [width * 0.08, -height * 0.5],
    [-width * 0.22, height * 0.5],
  );
  line(frame, 8, [0, -height / 2], [0, height / 2]);
  line(frame, 7, [-width / 2, -height * 0.18], [width / 2, -height * 0.18]);
};

export const airConditioner = ({ box, disc, line }: Brush): void => {
  box('#5d656a', -58, 4, 116, 10, 2);
  box('#dcdad2', -54, -58, 108, 62, 5);
  disc('#a9aba6', -14, -27, 25);
  disc('#c9cac4', -14, -27, 8);
  for (const y of [-46, -34, -22, -10]) line('#b0b1ab', 4, [22, y], [46, y]);
};

/** A bare light bulb on its cable. */
export const bulb = (brush: Brush, x: number, y: number): void => {
  brush.line(palette.ink, 5, [x, -1200], [x, y - 34]);
  brush.box('#3a4044', x - 12, y - 40, 24, 24, 4);
  brush.glow('#ffdf9a', x, y, 260, 0.75);
  brush.disc('#fff3d0', x, y, 22, 26);
};

export const tree = (brush: Brush, leaf: Colour, size: number): void => {
  brush.shadow(0, 0, size * 0.55, 18, 0.3);
  brush.shape('#6f5a47', [-14, 0], [14, 0], [10, -size * 0.6], [-8, -size * 0.6]);
  for (const [dx, dy, r] of [
    [-0.3, -0.7, 0.34],
    [0.28, -0.74, 0.36],
    [0, -0.98, 0.38],
    [-0.05, -0.66, 0.36],
  ] as const)
    brush.disc(darker(leaf, dx > 0 ? 0.14 : 0.04), dx * size, dy * size, r * size, r * size * 0.86);
  brush.disc(lighter(leaf, 0.14), -size * 0.14, -size * 1.04, size * 0.2, size * 0.15);
};

/** A plastic stool, 90 high. */
export const stool = ({ shape, box, shadow }: Brush, colour: Colour): void => {
  shadow(0, 0, 58, 10, 0.35);
  shape(darker(colour, 0.2), [-34, -84], [-20, -84], [-30, 0], [-46, 0]);
  shape(darker(colour, 0.2), [34, -84], [20, -84], [30, 0], [46, 0]);
  box(colour, -42, -94, 84, 16, 6);
  box(darker(colour, 0.1), -34, -78, 68, 12);
};

export const cone = ({ shape, box, shadow }: Brush): void => {
  shadow(0, 0, 70, 14, 0.4);
  box('#c85a26', -58, -14, 116, 16, 4);
  shape('#e8742c', [-40, -14], [40, -14], [9, -150], [-9, -150]);
  shape('#f6f3ec', [-31, -54], [31, -54], [22, -92], [-22, -92]);
};
