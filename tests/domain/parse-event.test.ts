import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isErrorCode } from '#domain/base/errors.ts';
import { anEvent } from '#tests/support/data/a-case.ts';
import { ledgerEvent } from '#tests/support/data/arbitrary-events.ts';
import { parseEvent } from '#domain/parse-event.ts';
import type { LedgerEvent } from '#domain/subjects.ts';

const note: LedgerEvent = anEvent({ type: 'case.noted', body: { text: '看过了' } });
const noteSaying = (literal: string) => JSON.stringify(note).replace('"看过了"', literal);
const withField = (field: string, value: unknown) => JSON.stringify({ ...note, [field]: value });

describe('reading an event', () => {
  test('any valid event → the same event', () => {
    fc.assert(
      fc.property(ledgerEvent, (event) => {
        expect(parseEvent(JSON.stringify(event))).toEqual({ ok: true, value: event });
      }),
      { numRuns: 500 },
    );
  });

  test('unknown fields → ignored', () => {
    const text = JSON.stringify({ ...note, later: 'word', body: { ...note.body, later: 1 } });
    expect(parseEvent(text)).toEqual({ ok: true, value: note });
  });

  test.each([
    ['U+0000 as an escape', '"a\\u0000b"', 'forbiddenText'],
    ['U+0000 raw', '"a\0b"', 'unreadableEvent'],
    ['a lone high surrogate as an escape', '"a\\ud83d"', 'forbiddenText'],
    ['a lone low surrogate as an escape', '"\\ude00b"', 'forbiddenText'],
    ['swapped surrogates', '"\\ude00\\ud83d"', 'forbiddenText'],
    ['a lone surrogate raw', '"a\ud83d"', 'forbiddenText'],
  ])('[E3a] %s → rejected', (_, literal, error) => {
    expect(parseEvent(noteSaying(literal))).toEqual({ ok: false, error });
  });

  test('[E3a] a complete surrogate pair, escaped or raw → accepted', () => {
    for (const literal of ['"\\ud83d\\ude00"', '"😀"'])
      expect(parseEvent(noteSaying(literal))).toMatchObject({ ok: true, value: { body: { text: '😀' } } });
  });

  test('[E3a] forbidden text anywhere, also in keys and unknown fields → rejected', () => {
    for (const extra of [{ 'k\0': 1 }, { deep: [{ er: 'x\ud800' }] }, { '\udfff': null }])
      expect(parseEvent(JSON.stringify({ ...note, extra }))).toEqual({ ok: false, error: 'forbiddenText' });
  });

  test.each([
    ['another envelope version', withField('v', 2), 'unreadableEvent'],
    ['an id that is no UUID', withField('id', 'x'), 'unreadableEvent'],
    ['an unknown type', withField('type', 'case.exploded'), 'unknownType'],
    ['a type named like a property every object has', withField('type', 'constructor'), 'unknownType'],
    ['a type of another subject', withField('subject', { ...note.subject, kind: 'order' }), 'unknownType'],
    ['a body of another type', withField('type', 'case.reported'), 'unreadableEvent'],
    ['an empty note', withField('body', { text: '' }), 'unreadableEvent'],
    ['half a millisecond', withField('at', 1.5), 'unreadableEvent'],
    ['a time no calendar holds', withField('at', 9e15), 'unreadableEvent'],
    [
      'a number that is not finite',
      noteSaying('""').replace('"at":1750000000000', '"at":1e999'),
      'unreadableEvent',
    ],
    ['an offset no calendar holds', withField('clockOffset', -9e15), 'unreadableEvent'],
    [
      'too many photos',
      withField(
        'photos',
        Array.from({ length: 21 }, () => ({})),
      ),
      'unreadableEvent',
    ],
    ['no JSON', 'hello', 'unreadableEvent'],
    ['nothing', '', 'unreadableEvent'],
    ['null', 'null', 'unreadableEvent'],
  ])('%s → rejected', (_, text, error) => {
    expect(parseEvent(text)).toEqual({ ok: false, error });
  });

  test('a position that is not finite → rejected', () => {
    const event = fc.sample(ledgerEvent, { seed: 4, numRuns: 200 }).find((it) => it.photos[0]?.position);
    const position = { ...event!.photos[0]!.position!, accuracyMetres: 12345.5 };
    const text = JSON.stringify({ ...event, photos: [{ ...event!.photos[0], position }] });
    expect(parseEvent(text).ok).toBe(true);
    expect(parseEvent(text.replace('12345.5', '1e999'))).toEqual({ ok: false, error: 'unreadableEvent' });
  });

  test('any text → no exception', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.string());
    const anyField = fc
      .tuple(fc.constantFrom(...Object.keys(note)), fc.jsonValue())
      .map(([field, value]) => withField(field, value));
    fc.assert(
      fc.property(fc.oneof(anyText, anyField), (text) => {
        const parsed = parseEvent(text);
        expect(parsed.ok || isErrorCode(parsed.error)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('nesting as deep as the largest event allows → no exception', () => {
    const deep = `${'['.repeat(32_000)}"a"${']'.repeat(32_000)}`;
    expect(parseEvent(deep)).toEqual({ ok: false, error: 'unreadableEvent' });
    expect(parseEvent(noteSaying('""').replace('"v":1', `"v":1,"x":${deep}`)).ok).toBe(false);
    expect(parseEvent(deep.replace('"a"', '"\\u0000"'))).toEqual({ ok: false, error: 'forbiddenText' });
  });
});
