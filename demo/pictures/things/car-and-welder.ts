import type { Brush } from '#demo/pictures/brush.ts';
import { clear, darker, lighter, palette, type Colour } from '#demo/pictures/colour.ts';

/** A saloon car from the side, 560 wide; its wheels stand on y = 0. */
export const car = (brush: Brush, colour: Colour): void => {
  const { shape, box, disc, shadow } = brush;
  shadow(0, 0, 330, 34, 0.55);
  shape(
    colour,
    [-180, -110],
    [-110, -190],
    [80, -194],
    [170, -112],
    [270, -96],
    [286, -40],
    [-286, -40],
    [-280, -100],
  );
  shape(lighter(colour, 0.25), [-180, -110], [170, -112], [270, -96], [-280, -100]);
  shape('#33434c', [-156, -114], [-100, -178], [-12, -180], [-12, -114]);
  shape('#33434c', [4, -114], [4, -180], [76, -182], [144, -114]);
  shape(clear('#ffffff', 0.2), [-130, -116], [-90, -176], [-60, -177], [-94, -116]);
  box(darker(colour, 0.35), -290, -52, 580, 26, 10);
  box('#f6ecc4', 252, -90, 34, 20, 8);
  box('#c8372d', -286, -92, 22, 26, 6);
  box(darker(colour, 0.3), 20, -98, 36, 8, 4);
  for (const x of [-172, 172]) {
    disc(palette.ink, x, -34, 54);
    disc('#a9b1b4', x, -34, 31);
    disc('#59636a', x, -34, 11);
  }
};

/** A kneeling welder with a mask and the torch on the right, about 320 wide and 330 high. */
export const welder = (brush: Brush, overall: Colour): void => {
  const { shape, disc, line, shadow } = brush;
  shadow(0, 0, 190, 24, 0.5);
  shape(darker(overall, 0.25), [-120, 0], [-110, -60], [0, -90], [70, -70], [80, 0]);
  shape(overall, [-90, -60], [-70, -220], [-10, -260], [50, -220], [60, -70]);
  line(overall, 52, [20, -210], [86, -150]);
  line(darker(overall, 0.1), 46, [86, -150], [128, -124]);
  disc('#c9a53a', 136, -122, 24);
  line(palette.ink, 12, [136, -122], [164, -118]);
  disc('#d9a47a', -6, -282, 42);
  shape('#2b3236', [-14, -338], [56, -330], [66, -256], [18, -226], [-4, -262]);
  shape('#6fae6a', [20, -306], [56, -302], [60, -278], [22, -282]);
  shape('#c8a02e', [-58, -296], [-46, -340], [10, -356], [44, -334], [20, -326]);
};
