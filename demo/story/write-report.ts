/** Writes one report: from the place and the hazard to the text and the shots. */
import { distanceMetres, type Position } from '#domain/base/geometry.ts';
import type { Millis } from '#domain/base/units.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import { gridAt } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import type { Dice } from '#demo/dice.ts';
import { demoGrids } from '#demo/grids.ts';
import { hourOf } from './calendar.ts';
import type { Habit } from './hazard-habits.ts';
import type { Action } from './story.ts';
import { eBikePhrases } from './phrases/e-bike.ts';
import { gasPhrases } from './phrases/gas.ts';
import type { HazardPhrases } from './phrases/hazard-phrases.ts';
import { otherPhrases } from './phrases/other.ts';
import { hotlinePhrases } from './phrases/talk.ts';
import { wastePhrases } from './phrases/waste.ts';
import type { EventOf } from '#domain/subjects.ts';

type Body = EventOf<'case.reported'>['body'];
export type Report = Extract<Action, { type: 'case.reported' }>;

export const kindsByCode = new Map(shippedHazardKinds.map((kind) => [kind.code, kind]));
const phrasesByHazard: Readonly<Record<string, HazardPhrases>> = {
  ...eBikePhrases,
  ...gasPhrases,
  ...wastePhrases,
  ...otherPhrases,
};

const DEGREES_A_METRE = 1 / 111_195;

/** A point near the place, always in the grid of the place. */
const positionNear = (place: Place, source: Position['source'], dice: Dice): Position => {
  const reach = place.kind === 'compound' ? 42 : 14;
  for (;;) {
    const point = {
      lat: Number((place.position.lat + dice.between(-reach, reach) * DEGREES_A_METRE).toFixed(6)),
      lon: Number((place.position.lon + dice.between(-reach, reach) * DEGREES_A_METRE * 1.157).toFixed(6)),
    };
    if (distanceMetres(point, place.position) > reach || gridAt(demoGrids, point)?.code !== place.grid)
      continue;
    const isPin = source === 'pin';
    const accuracyMetres = isPin ? null : Number(dice.between(4, 26).toFixed(1));
    return { ...point, accuracyMetres, ageMillis: isPin ? null : dice.whole(0, 48_000), source };
  }
};

type Where = Pick<Body['spot'], 'building' | 'unit' | 'floor'>;

const whereIn = (place: Place, { code, isIndoors }: Habit, dice: Dice): Where => {
  if (place.kind === 'compound') {
    const building = String(dice.whole(1, 14));
    if (!isIndoors) return { building, unit: '', floor: '' };
    return {
      building,
      unit: String(dice.whole(1, 4)),
      floor: String(code === 'EB01' || code === 'EB03' ? dice.whole(1, 2) : dice.whole(1, 6)),
    };
  }
  if (place.kind === 'dormitory') return { building: '', unit: '', floor: String(dice.whole(1, 5)) };
  return { building: '', unit: '', floor: code === 'GC01' && dice.chance(0.3) ? 'B1' : '' };
};

const partOfDay = (at: Millis): string => {
  const hour = hourOf(at);
  if (hour < 11.5) return '上午';
  return hour < 17.5 ? '下午' : '傍晚';
};

const sentenceFor = (text: string, { floor }: Where, at: Millis, dice: Dice): string =>
  text
    .replace('{n}', dice.pick(['两', '三', '两', '四', '五']))
    .replace('{room}', `${/^\d$/.test(floor) ? floor : dice.whole(2, 6)}0${dice.whole(1, 4)}`)
    .replace('{m}', dice.between(2.4, 4.8).toFixed(1))
    .replace('{day}', partOfDay(at));

const describe = (code: string, where: Where, at: Millis, dice: Dice): string => {
  const { what, more } = phrasesByHazard[code]!;
  const length = dice.weigh([
    [1, 2],
    [2, 6],
    [3, 2],
  ] as const);
  const first = dice.pick(what);
  const second = dice.pick(more);
  const third = dice.pick(more.filter((line) => line !== second));
  return [first, second, third]
    .slice(0, length)
    .map((line) => sentenceFor(line, where, at, dice))
    .join('');
};

export type Finding = {
  readonly place: Place;
  readonly habit: Habit;
  readonly at: Millis;
  readonly channel: Body['channel'];
  /** A resident reported it to the office. The author was not at the place. */
  readonly isHearsay: boolean;
};

type Setting = {
  readonly name: string;
  /** The descriptions of all earlier reports. Each report adds its own, so that no two are equal. */
  readonly descriptions: Set<string>;
  /** False: the report has no photos and is not handled on the spot, which would need an after photo. */
  readonly hasPictures: boolean;
};

export const writeReport = (
  finding: Finding,
  { name, descriptions, hasPictures }: Setting,
  dice: Dice,
): Report => {
  const { place, habit, at, channel, isHearsay } = finding;
  const { code, isIndoors } = habit;
  const kind = kindsByCode.get(code)!;
  const where = whereIn(place, habit, dice);
  const { handled = [], spots } = phrasesByHazard[code]!;
  const mayHandle = hasPictures && handled.length > 0 && !isHearsay && channel !== 'observer';
  const isHandled = mayHandle && dice.chance(0.17);
  let description = describe(code, where, at, dice);
  while (descriptions.has(description)) description = describe(code, where, at, dice);
  descriptions.add(description);
  if (isHearsay) description = dice.pick(hotlinePhrases) + description;
  if (isHandled) description += dice.pick(handled);
  const hasNoPosition = isHearsay || (isIndoors && dice.chance(0.22));
  const isEvening = hourOf(at) > 17.4;
  const count = isHearsay
    ? 1
    : dice.weigh([
        [1, 50],
        [2, 40],
        [3, 10],
      ] as const);
  const shot = { hazard: code, spot: name, isEvening };
  const scenes = Array.from({ length: count }, (_, number) => ({ ...shot, number, role: 'scene' as const }));
  const shots = isHandled ? [...scenes, { ...shot, number: 0, role: 'after' as const }] : scenes;
  return {
    type: 'case.reported',
    id: uuidV7(at, dice.bytes(10)),
    caseId: uuidV7(at, dice.bytes(10)),
    at,
    body: {
      hazard: code,
      severity: kind.severity,
      channel,
      grid: place.grid,
      spot: {
        placeId: place.id,
        placeName: place.name.zh,
        ...where,
        detail: dice.pick(spots),
      },
      position: hasNoPosition ? null : positionNear(place, dice.chance(0.08) ? 'pin' : 'device', dice),
      noPosition: hasNoPosition ? (isHearsay ? 'unavailable' : 'indoors') : null,
      description,
      handled: isHandled,
    },
    shots: hasPictures ? shots : [],
    source: isHearsay ? 'file' : 'camera',
  };
};
