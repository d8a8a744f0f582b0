/** What an admin can put right in a body that was not taken, and what their form begins with. */
import * as v from 'valibot';
import type { ErrorCode } from '#domain/base/errors.ts';
import { cleanText, hasOnlyStorableText } from '#domain/base/text.ts';
import { spotSchema } from '#domain/case/events.ts';
import { bodies, isEventType } from './envelope.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The body as one level: a spot's lines stand beside the rest. */
export type CorrectionForm = {
  /** As it was said, but for what could not be read, which is blank. */
  readonly body: Fields;
  /** What has to be put right, by hand. */
  readonly fields: readonly string[];
  /** What could not be read and is left out: nobody but its author could say it. */
  readonly leftOut: readonly string[];
};

/** Causes that another body, or another id, does away with. */
const correctable: Partial<Record<ErrorCode, readonly string[]>> = {
  unknownHazard: ['hazard', 'severity'],
  afterPhotoMissing: ['handled'],
  unreadableEvent: [],
  forbiddenText: [],
  idReused: [],
  badSignature: [],
};
/** Causes that can have gone by themselves: what the server knows, what the author may do. */
const passing: readonly string[] = [
  'unknownHazard',
  'unknownType',
  'unreadableEvent',
  'notPermitted',
  'outOfScope',
];

export const mayHavePassed = (reason: string): boolean => passing.includes(reason);

const blanks: Fields = {
  hazard: '',
  severity: 'general',
  channel: 'patrol',
  grid: null,
  placeId: null,
  position: null,
  noPosition: null,
  handled: false,
};
const notByHand = ['channel', 'grid', 'placeId', 'position', 'noPosition'];
const spotNames = Object.keys(spotSchema.entries);

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const entriesOf = (type: string): Readonly<Record<string, v.GenericSchema>> => {
  if (!isEventType(type)) return {};
  const { spot, ...rest } = bodies[type].entries as Record<string, v.GenericSchema>;
  return spot ? { ...rest, ...spotSchema.entries } : rest;
};

const isRight = (schema: v.GenericSchema, value: unknown): boolean =>
  v.is(schema, value) && hasOnlyStorableText(value);

/** The fields that still cannot be taken. */
export const faultsIn = (type: string, body: Fields): readonly string[] =>
  Object.entries(entriesOf(type)).flatMap(([name, schema]) => (isRight(schema, body[name]) ? [] : [name]));

const readJson = (text: string): Fields => {
  try {
    return asFields(JSON.parse(text));
  } catch {
    return {};
  }
};

/** What the text's body says, readable or not. */
export const flatBody = (text: string): Fields => {
  const { spot, ...rest } = asFields(readJson(text)['body']);
  return { ...rest, ...asFields(spot) };
};

/** Null when no other body helps. */
export const correctionFormOf = (text: string, reason: string): CorrectionForm | null => {
  const always = correctable[reason as ErrorCode];
  if (!always) return null;
  const type = String(readJson(text)['type']);
  const flat = flatBody(text);
  const names = Object.keys(entriesOf(type));
  const faulty = faultsIn(type, flat);
  const valueOf = (name: string): unknown => {
    const value = flat[name];
    if (!faulty.includes(name)) return value;
    if (name in blanks) return blanks[name];
    return typeof value === 'string' ? cleanText(value) : '';
  };
  if (names.length === 0) return null;
  return {
    body: Object.fromEntries(names.map((name) => [name, valueOf(name)])),
    fields: names.filter(
      (name) => (faulty.includes(name) || always.includes(name)) && !notByHand.includes(name),
    ),
    leftOut: faulty.filter((name) => notByHand.includes(name)),
  };
};

/** The body as its event holds it. */
export const bodyOf = (body: Fields): Fields => {
  if (!('building' in body)) return body;
  const spot = Object.fromEntries(spotNames.map((name) => [name, body[name]]));
  const rest = Object.entries(body).filter(([name]) => !spotNames.includes(name));
  return { ...Object.fromEntries(rest), spot };
};
