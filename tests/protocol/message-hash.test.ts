/**
 * One hash over all messages of the protocol. When it changes, released devices and the server use different protocols,
 * and the protocol version must be raised.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { hazardKindSchema } from '#domain/catalogue/hazard-kinds.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { envelopeSchema, signedEventSchema } from '#domain/ledger/envelope.ts';
import { packThumbnails } from '#domain/protocol/photos.ts';
import { PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import { gridSchema } from '#domain/place/grid.ts';
import { placeSchema } from '#domain/place/place.ts';
import { people } from '#tests/support/data/arbitrary-events.ts';
import { fieldPaths, isSchema, schemaShape } from '#tests/support/data/schema-shape.ts';
import { bodySchemas } from '#domain/parse-event.ts';
import type { LedgerEvent } from '#domain/subjects.ts';
import { applyEvent } from '#domain/subjects.ts';

/**
 * One hash for each protocol version. The hash of a released version never changes. The hashes of 1 to 3 also cover the
 * names of the schemas. A renamed schema changes no message, so later hashes leave the names out.
 */
const hashByVersion: Record<number, string> = {
  1: '6a72c95f9a1518d7',
  2: 'c6c51d4b182d9948',
  3: '6ed89a07c9bbb742',
  4: '564a234203fd23dd',
  5: '603d96fc9f0c86bd',
  6: '69227f1dd53f2fd3',
  7: '3c4bbfa173690bc6',
};

const modules = import.meta.glob<Record<string, unknown>>('../../domain/protocol/*.ts', { eager: true });

const photo = {
  sha256: 'a'.repeat(64),
  bytes: 1,
  width: 1,
  height: 1,
  thumbnail: { sha256: 'b'.repeat(64), bytes: 1 },
  role: 'scene',
  source: 'file',
  takenAt: null,
  position: { lat: 1, lon: 1, accuracyMetres: 1, ageMillis: 1, source: 'photo' },
} as const;
const report: LedgerEvent = {
  v: 1,
  id: '01980000-0000-7000-8000-000000000001',
  type: 'case.reported',
  subject: { kind: 'case', id: '01980000-0000-7000-8000-000000000002' },
  author: 'patroller-1',
  device: 'device-1',
  at: 1,
  clockOffset: null,
  photos: [photo],
  body: {
    hazard: shippedHazardKinds[0]!.code,
    severity: 'major',
    channel: 'patrol',
    grid: null,
    spot: { placeId: null, placeName: '', building: '', unit: '', floor: '', detail: '' },
    position: photo.position,
    noPosition: null,
    description: '',
    handled: false,
  },
};

/** Everything that phone and server must have in common, by name. */
const protocolMessages = (): Record<string, unknown> => {
  const messages: Record<string, unknown> = {};
  for (const [path, module] of Object.entries(modules))
    for (const [name, value] of Object.entries(module)) {
      const key = `${path.split('/').at(-1)}#${name}`;
      if (isSchema(value)) messages[key] = schemaShape(value);
      else if (typeof value !== 'function' && name !== 'PROTOCOL_VERSION') messages[key] = schemaShape(value);
    }
  messages['envelope'] = schemaShape(envelopeSchema);
  messages['signed event'] = schemaShape(signedEventSchema);
  for (const [type, body] of Object.entries(bodySchemas)) messages[type] = schemaShape(body);
  messages['reference rows'] = schemaShape([hazardKindSchema, gridSchema, placeSchema]);
  const entry = { event: report, verdict: 'applied', reason: null, by: people[0]!, receivedAt: 1 } as const;
  messages['a case as pulled'] = fieldPaths(applyEvent(null, entry));
  messages['two thumbnails in one body'] = [...packThumbnails([Uint8Array.of(1), Uint8Array.of(2, 3)])];
  return messages;
};

const hashOf = (messages: Record<string, unknown>): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        Object.values(messages)
          .map((shape) => JSON.stringify(shape))
          .sort(),
      ),
    )
    .digest('hex')
    .slice(0, 16);

const advice = (hash: string) =>
  `The messages have changed: their hash is ${hash}. Raise PROTOCOL_VERSION in domain/protocol/version.ts, add its ` +
  `line to the history there, keep the server answering the version before, and record the hash in this test. ` +
  `Only the hash of a version that was never released may change.`;

describe('the protocol', () => {
  test('its messages → the hash recorded for this version', () => {
    const hash = hashOf(protocolMessages());
    expect(hashByVersion[PROTOCOL_VERSION], advice(hash)).toBe(hash);
  });

  test('every version → its own hash and its line in the history', () => {
    const history = readFileSync(join(import.meta.dirname, '../../domain/protocol/version.ts'), 'utf8');
    const versions = Array.from({ length: PROTOCOL_VERSION }, (_, i) => i + 1);
    expect(Object.keys(hashByVersion).map(Number)).toEqual(versions);
    expect(new Set(Object.values(hashByVersion)).size).toBe(versions.length);
    for (const version of versions) expect(history).toMatch(new RegExp(`^ \\* ${version}: \\S.{20,}$`, 'm'));
  });

  test('the hash covers every message, a field or limit or choice or optional changes → another hash', () => {
    const messages = protocolMessages();
    expect(Object.keys(messages).filter((key) => key.includes('Schema')).length).toBeGreaterThanOrEqual(14);
    expect(JSON.stringify(messages['envelope'])).toContain('"replaces"');
    const base = v.object({ a: v.pipe(v.string(), v.maxLength(5)), b: v.picklist(['x', 'y']) });
    const moved = [
      v.object({ ...base.entries, c: v.number() }),
      v.object({ ...base.entries, a: v.pipe(v.string(), v.maxLength(6)) }),
      v.object({ ...base.entries, a: v.string() }),
      v.object({ ...base.entries, b: v.picklist(['x', 'y', 'z']) }),
      v.object({ ...base.entries, b: v.optional(base.entries.b) }),
      v.object({ ...base.entries, a: v.pipe(v.string(), v.regex(/^a/)) }),
      v.strictObject(base.entries),
    ];
    const hashes = [base, ...moved].map((schema) => hashOf({ schema: schemaShape(schema) }));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashOf({ schema: schemaShape(v.object({ b: base.entries.b, a: base.entries.a })) })).toBe(
      hashes[0],
    );
  });
});
