/** Arbitrary valid events and people, for properties of the domain. */
import type { JudgeContext } from '#domain/ledger/act.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import * as fc from 'fast-check';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { MAX_PHOTO_BYTES, MAX_THUMBNAIL_BYTES, type ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import { channels, noPositionReasons } from '#domain/case/sources.ts';
import { MAX_TEXT } from '#domain/base/text.ts';
import { severities } from '#domain/catalogue/severities.ts';
import { subjectModules, type EventOf, type EventType, type LedgerEvent } from '#domain/subjects.ts';

export const region = '330106';
export const grids = ['330106001001001', '330106001001002', '330106002001001'] as const;

/** One person of each role and a second patroller, with scopes of a grid, a street or the county. */
export const people: readonly Authority[] = [
  { person: 'patroller-1', role: 'patroller', region, scope: [grids[0]] },
  { person: 'patroller-2', role: 'patroller', region, scope: [grids[1], grids[2]] },
  { person: 'inspector-1', role: 'inspector', region, scope: ['330106001'] },
  { person: 'reviewer-1', role: 'reviewer', region, scope: [region] },
  { person: 'reviewer-2', role: 'reviewer', region, scope: ['330106002'] },
  { person: 'handler-1', role: 'handler', region, scope: [region] },
  { person: 'observer-1', role: 'observer', region, scope: [grids[0]] },
  { person: 'admin-1', role: 'admin', region, scope: [region] },
];

const kindsByCode = new Map(shippedHazardKinds.map((kind) => [kind.code, kind]));

/** The shipped catalogue and nothing else. */
const shippedReference = {
  get: (_kind: string, id: string) => kindsByCode.get(id),
} as ReferenceView;

/** For a judgement that no other subject and no time has a part in. */
export const contextOf = (by: Authority): JudgeContext => ({
  by,
  now: 0,
  reference: shippedReference,
  related: () => null,
});

/** Any text that PostgreSQL and UTF-8 both store. Lengths are UTF-16 units, as in the schemas. */
const storableText = (maxLength: number, minLength = 0): fc.Arbitrary<string> =>
  fc
    .string({ unit: 'binary', minLength, maxLength: Math.floor(maxLength / 2) })
    .map((text) => text.replaceAll('\0', '零'));

const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value));

const maybe = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arb, { nil: null });

export const sha256: fc.Arbitrary<string> = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

const position = fc.record({
  lat: number(-90, 90),
  lon: number(-180, 180),
  accuracyMetres: maybe(number(0, 5000)),
  ageMillis: maybe(number(0, 1e9)),
  source: fc.constantFrom('device' as const, 'photo' as const, 'pin' as const),
});

export const manifestPhoto: fc.Arbitrary<ManifestPhoto> = fc.record({
  sha256,
  bytes: fc.integer({ min: 1, max: MAX_PHOTO_BYTES }),
  width: fc.integer({ min: 1, max: 1600 }),
  height: fc.integer({ min: 1, max: 1600 }),
  thumbnail: fc.record({ sha256, bytes: fc.integer({ min: 1, max: MAX_THUMBNAIL_BYTES }) }),
  role: fc.constantFrom('scene' as const, 'after' as const),
  source: fc.constantFrom('camera' as const, 'file' as const),
  takenAt: maybe(storableText(40)),
  position: maybe(position),
});

const line = storableText(120);
const hazardCode = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...shippedHazardKinds.map((kind) => kind.code)) },
  { weight: 1, arbitrary: fc.constant('ZZ99') },
);

const reportBody = fc.record({
  hazard: hazardCode,
  severity: fc.constantFrom(...severities),
  channel: fc.constantFrom(...channels),
  grid: maybe(fc.constantFrom(...grids)),
  spot: fc.record({
    placeId: maybe(storableText(64)),
    placeName: line,
    building: line,
    unit: line,
    floor: line,
    detail: line,
  }),
  position: maybe(position),
  noPosition: maybe(fc.constantFrom(...noPositionReasons)),
  description: storableText(MAX_TEXT),
  handled: fc.nat({ max: 4 }).map((it) => it === 0),
});

const text = storableText(MAX_TEXT);
const neededText = storableText(MAX_TEXT, 1);
const photos = fc.array(manifestPhoto, { maxLength: 4 });

/** Type, body and photos of an event, without author and case. */
export type Happening = { [T in EventType]: Pick<EventOf<T>, 'type' | 'body' | 'photos'> }[EventType];
const happeningOf = <T extends EventType>(type: T, body: fc.Arbitrary<EventOf<T>['body']>) =>
  fc.record({ type: fc.constant(type), body, photos });

export const report = happeningOf('case.reported', reportBody) satisfies fc.Arbitrary<Happening>;
const furtherActs = subjectModules.flatMap(({ acts }) => acts.filter(({ from }) => from !== 'new'));
/** By what the act needs; a required photo may be missing, so that its refusal is met too. */
const actHappening = ({ type, needs }: (typeof furtherActs)[number]): fc.Arbitrary<Happening> =>
  happeningOf(
    type,
    fc.record({ text: needs.text === 'required' ? neededText : text }),
  ) as fc.Arbitrary<Happening>;
/** The acts that move a case to another state. */
export const decision: fc.Arbitrary<Happening> = fc.oneof(
  ...furtherActs.filter((act) => 'to' in act && act.to !== undefined).map(actHappening),
);
export const happening: fc.Arbitrary<Happening> = fc.oneof(report, ...furtherActs.map(actHappening));

/** Any event that the envelope allows, of any author and case. */
export const ledgerEvent: fc.Arbitrary<LedgerEvent> = fc
  .record({
    content: happening,
    id: fc.uuid({ version: 7 }),
    about: fc.uuid({ version: 7 }),
    replaces: fc.option(fc.uuid({ version: 7 }), { nil: undefined }),
    author: fc.constantFrom(...people.map((it) => it.person)),
    device: fc.constantFrom('device-1', 'device-2'),
    at: fc.integer({ min: 0, max: 4e12 }),
    clockOffset: maybe(fc.integer({ min: -1e12, max: 1e12 })),
    lastServerTime: fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined }),
  })
  .map(({ content, about, replaces, ...rest }) => ({
    v: 1,
    ...rest,
    ...content,
    subject: { kind: 'case', id: about },
    ...(replaces && { replaces }),
  }));
