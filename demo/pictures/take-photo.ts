/**
 * Draws one photo and its thumbnail. The thumbnail is drawn a second time in small size, which is cheaper than scaling
 * down. Both are rasterised and encoded outside the main thread.
 */
import { createHash } from 'node:crypto';
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { MAX_THUMBNAIL_BYTES, type ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { HazardCode } from '#domain/catalogue/hazard-kinds.ts';
import { diceOf } from '#demo/dice.ts';
import { brushOn, type Pen, type Point } from './brush.ts';
import { scenesByHazard } from './catalogue.ts';
import { shine } from './light.ts';
import type { Light } from './scene.ts';

/** The size for which scenes are laid out. */
const LONG = 1600;
const SHORT = 1200;
/** The size that is drawn. A real phone uses 1600; here that would make the first start 50 % slower. */
const PHOTO = 1280;
const THUMBNAIL = 320;
const QUALITY = 74;

export type Shot = {
  readonly hazard: HazardCode;
  /** The name of the spot. All shots with the same name show the same place. */
  readonly spot: string;
  /** 0 shows the whole spot, higher numbers are close shots. */
  readonly number: number;
  readonly role: ManifestPhoto['role'];
  readonly isEvening: boolean;
};

export type Photo = {
  readonly bytes: Uint8Array;
  readonly thumbnail: Uint8Array;
  readonly facts: Pick<ManifestPhoto, 'sha256' | 'bytes' | 'width' | 'height' | 'thumbnail' | 'role'>;
};

/** Film grain, drawn in tiles: a pattern fill would cost four times as much as the rest of the picture. */
const GRAIN = 400;
const grain: Canvas = (() => {
  const canvas = createCanvas(GRAIN, GRAIN);
  const pen = canvas.getContext('2d') as unknown as Pen;
  const dice = diceOf('grain');
  for (let i = 0; i < 14_000; i++) {
    pen.fillStyle = dice.chance(0.5) ? '#ffffff07' : '#00000008';
    pen.fillRect(dice.whole(0, GRAIN), dice.whole(0, GRAIN), 3, 3);
  }
  return canvas;
})();

const eveningLights: readonly Light[] = ['dusk', 'lamp', 'torch'];

/** The drawing code returns the point of the hazard: it runs once without output before the camera is placed. */
const findHazard = ({ hazard, spot, role }: Shot): Point =>
  scenesByHazard[hazard]!.paint({
    brush: brushOn(createCanvas(1, 1).getContext('2d') as unknown as Pen),
    dice: diceOf(`${spot} layout`),
    isRight: role === 'after',
  });

const draw = (shot: Shot, [x, y]: Point, scale: number): Canvas => {
  const { hazard, spot, number, role, isEvening } = shot;
  const scene = scenesByHazard[hazard]!;
  const place = diceOf(`${spot} place`);
  const isMirrored = place.chance(0.5);
  const fitting = scene.lights.filter(
    (light) => light === 'lamp' || eveningLights.includes(light) === isEvening,
  );
  const light = place.pick(fitting);
  const view = diceOf(`${spot} view ${number} ${role}`);
  const isUpright = view.chance(0.45);
  const [width, height] = isUpright ? [SHORT, LONG] : [LONG, SHORT];
  const isClose = number > 0;
  const zoom = (isUpright ? 1 : 1.1) * (isClose ? view.between(1.45, 1.9) : view.between(1.02, 1.28));
  const canvas = createCanvas(width * scale, height * scale);
  const context = canvas.getContext('2d');
  const pen = context as unknown as Pen;
  pen.scale(scale, scale);
  pen.save();
  pen.translate(width / 2, height / 2);
  pen.rotate(view.between(-0.035, 0.035));
  pen.scale(isMirrored ? -zoom : zoom, zoom);
  // The first shot shows the whole place from a distance; a close shot looks at the hazard.
  if (isClose) pen.translate(-x + view.between(-70, 70), -y + view.between(-60, 60));
  else pen.translate(view.between(-60, 60) - x * 0.4, view.between(-40, 40) - 50 - y * 0.4);
  scene.paint({ brush: brushOn(pen), dice: diceOf(`${spot} layout`), isRight: role === 'after' });
  pen.restore();
  shine(pen, width, height, light, view);
  // A thumbnail is too small for grain.
  if (scale > THUMBNAIL / LONG) {
    context.resetTransform();
    for (let x = 0; x < canvas.width; x += GRAIN)
      for (let y = 0; y < canvas.height; y += GRAIN) context.drawImage(grain, x, y);
  }
  return canvas;
};

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const encodeThumbnail = async (canvas: Canvas): Promise<Uint8Array> => {
  for (let quality = 74; ; quality -= 12) {
    const bytes = await canvas.encode('jpeg', quality);
    if (bytes.length <= MAX_THUMBNAIL_BYTES) return bytes;
  }
};

export const takePhoto = async (shot: Shot): Promise<Photo> => {
  const hazard = findHazard(shot);
  const photo = draw(shot, hazard, PHOTO / LONG);
  const [bytes, thumbnail] = await Promise.all([
    photo.encode('jpeg', QUALITY),
    encodeThumbnail(draw(shot, hazard, THUMBNAIL / LONG)),
  ]);
  return {
    bytes,
    thumbnail,
    facts: {
      sha256: sha256Of(bytes),
      bytes: bytes.length,
      width: photo.width,
      height: photo.height,
      thumbnail: { sha256: sha256Of(thumbnail), bytes: thumbnail.length },
      role: shot.role,
    },
  };
};
