/** What an admin can correct in a rejected event, and what the form begins with. */
import * as v from 'valibot';
import type { ErrorCode } from '#domain/base/errors.ts';
import { cleanText, hasOnlyStorableText } from '#domain/base/text.ts';
import { bodySchemas } from '#domain/parse-event.ts';
import { actOf, isEventType } from '#domain/subjects.ts';

type Fields = Readonly<Record<string, unknown>>;
type Entries = Readonly<Record<string, v.GenericSchema>>;

/** The body on one level: the fields of an object in it (a spot) stand beside the others. */
export type CorrectionForm = {
  /** As sent; a field that cannot be read is blank. */
  readonly body: Fields;
  /** The fields to correct by hand. */
  readonly fields: readonly string[];
  /** The unreadable fields that only the author could restore. They are left out. */
  readonly leftOut: readonly string[];
};

/** Reasons that another body, or another id, resolves. */
const correctable: readonly ErrorCode[] = [
  'unknownHazard',
  'afterPhotoMissing',
  'unreadableEvent',
  'forbiddenText',
  'idReused',
  'badSignature',
];
/** Reasons whose cause an update of the server, an edit of the catalogue or a change of the author may remove. */
const passing: readonly string[] = [
  'unknownHazard',
  'unknownType',
  'unreadableEvent',
  'notPermitted',
  'outOfScope',
];

export const mayHavePassed = (reason: string): boolean => passing.includes(reason);

const entriesOf = (schema: v.GenericSchema | undefined): Entries | null =>
  schema?.type === 'object' ? (schema as unknown as { readonly entries: Entries }).entries : null;

/** The body's own entries; empty for an unknown type. */
const bodyEntries = (type: string): Entries =>
  isEventType(type) ? (entriesOf(bodySchemas[type]) ?? {}) : {};

const flatEntries = (type: string): Entries =>
  Object.assign(
    {},
    ...Object.entries(bodyEntries(type)).map(([name, schema]) => entriesOf(schema) ?? { [name]: schema }),
  ) as Entries;

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const isRight = (schema: v.GenericSchema, value: unknown): boolean =>
  v.is(schema, value) && hasOnlyStorableText(value);

/** The fields that the server would still not accept. */
export const faultsIn = (type: string, body: Fields): readonly string[] =>
  Object.entries(flatEntries(type)).flatMap(([name, schema]) => (isRight(schema, body[name]) ? [] : [name]));

const readJson = (text: string): Fields => {
  try {
    return asFields(JSON.parse(text));
  } catch {
    return {};
  }
};

/** The body of an event's text on one level, readable or not. */
export const flatBody = (text: string): Fields => {
  const { type, body } = readJson(text);
  const entries = bodyEntries(String(type));
  return Object.assign(
    {},
    ...Object.entries(asFields(body)).map(([name, value]) =>
      entriesOf(entries[name]) ? asFields(value) : { [name]: value },
    ),
  ) as Fields;
};

/** Null when no other body helps. */
export const correctionFormOf = (text: string, reason: string): CorrectionForm | null => {
  const type = String(readJson(text)['type']);
  if (!correctable.includes(reason as ErrorCode) || !isEventType(type)) return null;
  const { blanks = {}, notByHand = [], fields = {} } = actOf(type).correction ?? {};
  const always = fields[reason as ErrorCode] ?? [];
  const flat = flatBody(text);
  const names = Object.keys(flatEntries(type));
  const faulty = faultsIn(type, flat);
  const valueOf = (name: string): unknown => {
    const value = flat[name];
    if (!faulty.includes(name)) return value;
    if (name in blanks) return blanks[name];
    return typeof value === 'string' ? cleanText(value) : '';
  };
  return {
    body: Object.fromEntries(names.map((name) => [name, valueOf(name)])),
    fields: names.filter(
      (name) => (faulty.includes(name) || always.includes(name)) && !notByHand.includes(name),
    ),
    leftOut: faulty.filter((name) => notByHand.includes(name)),
  };
};

/** The body as its event holds it. */
export const nestedBody = (type: string, flat: Fields): Fields =>
  Object.fromEntries(
    Object.entries(bodyEntries(type)).map(([name, schema]) => {
      const inner = entriesOf(schema);
      const value = inner
        ? Object.fromEntries(Object.keys(inner).map((key) => [key, flat[key]]))
        : flat[name];
      return [name, value];
    }),
  );
