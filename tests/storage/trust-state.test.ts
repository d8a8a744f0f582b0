import { expect, test } from 'vitest';
import type { PhotoRow } from '#storage/databases/main-db.ts';
import { pulledTrustState, trustState } from '#storage/outbox/trust-state.ts';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
const event = { photos: [{ sha256: a }, { sha256: b }] };
const row = { verdict: 'applied', reason: null, replacedBy: null, unsent: 0, event } as const;
const photo = (sha256: string, state: PhotoRow['state'], lastError: PhotoRow['lastError'] = null) => ({
  sha256,
  state,
  lastError,
});

test('[T1] no verdict → on this phone, whatever the state of its photos', () => {
  const photos = [photo(a, 'confirmed'), photo(b, 'confirmed')];
  expect(trustState({ ...row, verdict: null }, photos)).toEqual({ kind: 'onPhone' });
});

test.each(['applied', 'contested', 'held'] as const)(
  '[T2] verdict %s → text received, then n of m photos, then complete',
  (verdict) => {
    const judged = { ...row, verdict };
    const of = { of: 2, lost: 0 };
    expect(trustState(judged, [photo(a, 'waiting'), photo(b, 'waiting')])).toEqual({
      kind: 'textReceived',
      there: 0,
      ...of,
    });
    expect(trustState(judged, [photo(a, 'stored'), photo(b, 'waiting')])).toEqual({
      kind: 'photos',
      there: 1,
      ...of,
    });
    expect(trustState(judged, [photo(a, 'confirmed'), photo(b, 'freed')])).toEqual({ kind: 'complete' });
  },
);

test('[T2] photo uploaded but not confirmed → not complete', () => {
  expect(trustState(row, [photo(a, 'stored'), photo(b, 'confirmed')])).toMatchObject({
    kind: 'photos',
    there: 2,
  });
});

test('[D10b] event offered again → not complete until it is answered again', () => {
  const photos = [photo(a, 'confirmed'), photo(b, 'freed')];
  expect(trustState({ ...row, unsent: 1 }, photos)).toEqual({ kind: 'onPhone' });
});

test('report without photos, verdict received → complete', () => {
  expect(trustState({ ...row, event: { photos: [] } }, [])).toEqual({ kind: 'complete' });
});

test('lost photo → is counted, and the report is not complete', () => {
  expect(trustState(row, [photo(a, 'confirmed'), photo(b, 'waiting', 'photoMissing')])).toMatchObject({
    kind: 'photos',
    lost: 1,
  });
});

test('[T3a] rejected report → has its reason and the id of its resubmission', () => {
  const rejected = { ...row, verdict: 'rejected', reason: 'outOfScope', replacedBy: 'e2' } as const;
  expect(trustState(rejected, [])).toEqual({ kind: 'rejected', reason: 'outOfScope', replacedBy: 'e2' });
});

test('[L7b] report of another phone, only a thumbnail on the server → the photo does not count', () => {
  expect(pulledTrustState(event.photos, { [a]: 'thumbnail' }).kind).toBe('textReceived');
  expect(pulledTrustState(event.photos, { [a]: 'complete' })).toMatchObject({ kind: 'photos', there: 1 });
  expect(pulledTrustState(event.photos, { [a]: 'complete', [b]: 'complete' }).kind).toBe('complete');
});
