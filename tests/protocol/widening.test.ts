/**
 * Released schemas only widen: today's server accepts everything that a released version may send. The tests use the
 * edges of each released schema, one by one and in combination.
 */
import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { MAX_EVENT_BYTES, readEnvelope, signedEventSchema } from '#domain/ledger/envelope.ts';
import { haveRequestSchema } from '#domain/protocol/photos.ts';
import { pushRequestSchema } from '#domain/protocol/push.ts';
import { deviceRequestSchema } from '#domain/protocol/session.ts';
import { loadReleased, releasedVersions } from '#tests/released/released.ts';
import { anyOfEdges, edgesOf } from '#tests/support/data/schema-edges.ts';
import { parseEvent } from '#domain/parse-event.ts';

/** The beginning of a refused value, for an error message. */
const short = (value: unknown): string => JSON.stringify(value).slice(0, 2_000);

describe.each(releasedVersions)('released bodies only widen, from protocol version %i', async (version) => {
  const released = await loadReleased(version);
  const types = Object.keys(released.caseEventBodies);
  const envelope = edgesOf(released.envelopeSchema)[0] as object;
  const subject = { kind: 'case', id: '01980000-0000-7000-8000-000000000002' };
  const textOf = (type: string, body: unknown, more: object = {}) =>
    JSON.stringify({ ...envelope, subject, ...more, type, body });
  /** Of the texts that this version can send, those that today's server does not read. */
  const refusedOf = (texts: readonly string[]) => {
    const sent = texts.filter((text) => text.length <= MAX_EVENT_BYTES && released.parseEvent(text).ok);
    expect(sent.length).toBeGreaterThan(0);
    return sent.filter((text) => !parseEvent(text).ok).map(short);
  };

  test('the bundle → states that version', () => {
    expect(released.PROTOCOL_VERSION).toBe(version);
  });

  test.each(types)('[E6] a body of %s at any edge of its schema → today’s server reads it', (type) => {
    const bodies = edgesOf(released.caseEventBodies[type]!);
    expect(refusedOf(bodies.map((body) => textOf(type, body)))).toEqual([]);
  });

  test.each(types)(
    '[E6] a body of %s with any fields at their edges together → today’s server reads it',
    (type) => {
      fc.assert(
        fc.property(anyOfEdges(released.caseEventBodies[type]!), (body) => {
          const text = textOf(type, body);
          expect(!released.parseEvent(text).ok || parseEvent(text).ok, short(body)).toBe(true);
        }),
        { numRuns: 200 },
      );
    },
  );

  test('[E6] an envelope at any edge of its schema → today’s server reads it', () => {
    const envelopes = edgesOf(released.envelopeSchema) as object[];
    const body = edgesOf(released.caseEventBodies['case.noted']!)[0];
    const events = envelopes.map((more) => textOf('case.noted', body, { ...more, subject }));
    expect(refusedOf(events)).toEqual([]);
    const texts = envelopes.map((it) => JSON.stringify(it)).filter((text) => text.length <= MAX_EVENT_BYTES);
    expect(texts.filter((text) => readEnvelope(text) === null).map(short)).toEqual([]);
  });

  test.each([
    ['a push', released.pushRequestSchema, pushRequestSchema],
    ['a signed event', released.signedEventSchema, signedEventSchema],
    ['a `have` request', released.haveRequestSchema, haveRequestSchema],
    ['an enrolment', released.deviceRequestSchema, deviceRequestSchema],
  ] as const)('[C5b] %s at any edge of its schema → today’s server reads it', (_, theirs, todays) => {
    const refused = edgesOf(theirs).filter((value) => !v.is(todays, value));
    expect(refused.map(short)).toEqual([]);
  });
});
