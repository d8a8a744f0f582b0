/** How a picture lies in its stage: how much larger than just fitting, and how far its middle is off the stage's. */
export type Zoom = { readonly scale: number; readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };
/** From the middle of the stage. */
export type Point = { readonly x: number; readonly y: number };

export const whole: Zoom = { scale: 1, x: 0, y: 0 };
const MAX_SCALE = 8;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Never pulled off the stage: an edge comes in no further than the stage's own, a side that fits stays centred. */
const held = ({ scale, x, y }: Zoom, picture: Size, stage: Size): Zoom => {
  const fit = Math.min(stage.width / picture.width, stage.height / picture.height);
  const roomX = Math.max(0, (picture.width * fit * scale - stage.width) / 2);
  const roomY = Math.max(0, (picture.height * fit * scale - stage.height) / 2);
  return { scale, x: clamp(x, -roomX, roomX), y: clamp(y, -roomY, roomY) };
};

/** What lies under the point stays under it. */
export const zoomedAt = (zoom: Zoom, factor: number, at: Point, picture: Size, stage: Size): Zoom => {
  const scale = clamp(zoom.scale * factor, 1, MAX_SCALE);
  const grown = scale / zoom.scale;
  return held(
    { scale, x: at.x - (at.x - zoom.x) * grown, y: at.y - (at.y - zoom.y) * grown },
    picture,
    stage,
  );
};

export const shifted = (zoom: Zoom, by: Point, picture: Size, stage: Size): Zoom =>
  held({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, picture, stage);
