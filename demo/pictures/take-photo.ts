/**
 * Draws one photo, whole and as a thumbnail. The thumbnail is drawn again, small: cheaper than scaling down, and
 * both are rasterised and encoded off the main thread.
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

/** What scenes are laid out for. */
const LONG = 1600;
const SHORT = 1200;
/** What is drawn of it: a phone would keep 1600, and the first start would wait half as long again. */
const PHOTO = 1280;
const THUMBNAIL = 320;
const QUALITY = 74;

export type Shot = {
  readonly hazard: HazardCode;
  /** The spot: every shot of it shows the same place. */
  readonly spot: string;
  /** 0 shows the whole spot, later ones go closer. */
  readonly number: number;
  readonly role: ManifestPhoto['role'];
  readonly isEvening: boolean;
};

export type Photo = {
  readonly bytes: Uint8Array;
  readonly thumbnail: Uint8Array;
  readonly facts: Pick<ManifestPhoto, 'sha256' | 'bytes' | 'width' | 'height' | 'thumbnail' | 'role'>;
};

/** Laid tile by tile: a pattern fill costs four times the whole picture. */
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

/** Where the hazard is comes out of the drawing: a dry run finds it before the camera is placed. */
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
  // A first shot stands back and shows where one is; a closer one looks at the hazard itself.
  if (isClose) pen.translate(-x + view.between(-70, 70), -y + view.between(-60, 60));
  else pen.translate(view.between(-60, 60) - x * 0.4, view.between(-40, 40) - 50 - y * 0.4);
  scene.paint({ brush: brushOn(pen), dice: diceOf(`${spot} layout`), isRight: role === 'after' });
  pen.restore();
  shine(pen, width, height, light, view);
  // A thumbnail is too small to show any grain.
  if (scale > THUMBNAIL / LONG) {
    context.resetTransform();
    for (let left = 0; left < canvas.width; left += GRAIN)
      for (let top = 0; top < canvas.height; top += GRAIN) context.drawImage(grain, left, top);
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
  const whole = draw(shot, hazard, PHOTO / LONG);
  const [bytes, thumbnail] = await Promise.all([
    whole.encode('jpeg', QUALITY),
    encodeThumbnail(draw(shot, hazard, THUMBNAIL / LONG)),
  ]);
  return {
    bytes,
    thumbnail,
    facts: {
      sha256: sha256Of(bytes),
      bytes: bytes.length,
      width: whole.width,
      height: whole.height,
      thumbnail: { sha256: sha256Of(thumbnail), bytes: thumbnail.length },
      role: shot.role,
    },
  };
};
