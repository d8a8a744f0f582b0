/** Scale 1 fits the picture into the stage; x and y are the distance of its centre from the centre of the stage. */
export type Zoom = { readonly scale: number; readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };
/** In pixels from the centre of the stage. */
export type Point = { readonly x: number; readonly y: number };

export const unzoomed: Zoom = { scale: 1, x: 0, y: 0 };
const MAX_SCALE = 8;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Limits the shift: an edge of the picture stays at or outside the edge of the stage; a side that fits is centred. */
const limited = ({ scale, x, y }: Zoom, picture: Size, stage: Size): Zoom => {
  const fit = Math.min(stage.width / picture.width, stage.height / picture.height);
  const maxX = Math.max(0, (picture.width * fit * scale - stage.width) / 2);
  const maxY = Math.max(0, (picture.height * fit * scale - stage.height) / 2);
  return { scale, x: clamp(x, -maxX, maxX), y: clamp(y, -maxY, maxY) };
};

/** Zooms so that the pixel at the point stays at the point. */
export const zoomedAt = (zoom: Zoom, factor: number, at: Point, picture: Size, stage: Size): Zoom => {
  const scale = clamp(zoom.scale * factor, 1, MAX_SCALE);
  const factorUsed = scale / zoom.scale;
  return limited(
    { scale, x: at.x - (at.x - zoom.x) * factorUsed, y: at.y - (at.y - zoom.y) * factorUsed },
    picture,
    stage,
  );
};

export const shifted = (zoom: Zoom, by: Point, picture: Size, stage: Size): Zoom =>
  limited({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, picture, stage);
