import type { Brush, Point } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette, type Colour } from '#demo/pictures/colour.ts';

/** From the side, facing right, about 320 wide and 230 high; its wheels stand on y = 0. */
export const eBike = (brush: Brush, colour: Colour, load: 'box' | 'basket' | 'none' = 'none'): void => {
  const { shape, box, disc, line, shadow } = brush;
  shadow(0, 0, 190, 22, 0.5);
  for (const x of [-108, 110]) {
    disc(palette.ink, x, -44, 46);
    disc('#8b9196', x, -44, 29);
    disc(darker('#8b9196', 0.4), x, -44, 11);
  }
  line('#5d656b', 9, [104, -150], [112, -44]);
  line('#5d656b', 10, [-108, -44], [-60, -70], [10, -64]);
  shape(colour, [-158, -104], [-140, -132], [-30, -132], [6, -78], [-20, -56], [-84, -62]);
  shape(darker(colour, 0.28), [-158, -104], [-84, -62], [-20, -56], [6, -78], [-60, -84]);
  box(darker(colour, 0.15), -30, -74, 104, 20, 9);
  shape(colour, [54, -58], [76, -56], [116, -164], [92, -172]);
  shape(lighter(colour, 0.3), [66, -62], [76, -56], [116, -164], [108, -167]);
  box(palette.ink, -140, -150, 118, 24, 12);
  box(darker('#c0392b', 0.1), -168, -122, 16, 18, 5);
  line(palette.ink, 9, [98, -168], [90, -192], [66, -198]);
  line('#5d656b', 5, [90, -192], [104, -222]);
  disc('#4a5258', 106, -228, 13, 9);
  disc('#f6ecc4', 114, -146, 10, 14);
  if (load === 'box') {
    box('#3d4a52', -182, -244, 112, 96, 9);
    box(clear('#ffffff', 0.18), -182, -244, 112, 22, 9);
    box('#d9a441', -152, -206, 52, 24, 4);
  }
  if (load === 'basket') {
    shape('#3a4044', [112, -180], [172, -180], [162, -124], [122, -124]);
    for (const y of [-166, -148]) line('#70787d', 3, [118, y], [168, y]);
  }
};

/** From the front, about 110 wide, for rows of e-bikes. */
export const eBikeFront = (brush: Brush, colour: Colour): void => {
  const { shape, box, disc, line, shadow } = brush;
  shadow(0, 0, 80, 18, 0.5);
  box(palette.ink, -15, -86, 30, 88, 14);
  shape(colour, [-44, -76], [-30, -176], [30, -176], [44, -76], [24, -50], [-24, -50]);
  shape(lighter(colour, 0.25), [-22, -82], [-16, -168], [16, -168], [22, -82]);
  disc('#f6ecc4', 0, -142, 20, 13);
  line(palette.ink, 9, [-62, -190], [0, -182], [62, -190]);
  for (const side of [-1, 1]) {
    line('#5d656b', 5, [side * 46, -190], [side * 62, -222]);
    disc('#4a5258', side * 64, -228, 15, 10);
  }
};

/** The battery of an e-bike with its handle, 120 wide, on y = 0. */
export const battery = (brush: Brush, colour: Colour): void => {
  const { box, line, shadow } = brush;
  shadow(0, 0, 84, 14, 0.45);
  box(colour, -60, -84, 120, 84, 10);
  box(lighter(colour, 0.2), -60, -84, 120, 16, 8);
  box(darker(colour, 0.3), -60, -16, 120, 16, 6);
  line(palette.ink, 9, [-30, -84], [-26, -106], [26, -106], [30, -84]);
  box('#e0a52e', -40, -58, 36, 24, 4);
  box(palette.ink, 14, -54, 30, 22, 5);
};

/** A charger with its light: red while charging, green when full. */
export const charger = (brush: Brush, [x, y]: Point, light: Colour = '#ff4a3a'): void => {
  brush.box(palette.ink, x - 36, y - 22, 72, 40, 8);
  for (const dx of [-18, -6, 6]) brush.line('#565e64', 3, [x + dx, y - 12], [x + dx, y + 6]);
  brush.glow(light, x + 24, y - 8, 46, 0.9);
  brush.disc(light, x + 24, y - 8, 6);
};

/** A power strip with five sockets, 170 long; `plugs` of them are in use. */
export const powerStrip = (brush: Brush, plugs: number): void => {
  brush.box('#d9d5cb', -88, -18, 176, 34, 8);
  brush.box('#f6f3ec', -88, -18, 176, 26, 8);
  for (let i = 0; i < 5; i++) {
    const x = -64 + i * 30;
    brush.box('#6d7479', x - 8, -12, 16, 14, 3);
    if (i < plugs) {
      brush.box(palette.ink, x - 11, -24, 22, 24, 5);
      brush.line(palette.ink, 5, [x, -24], [x + 4, -48]);
    }
  }
  brush.disc('#ff4a3a', 80, -6, 5);
};
