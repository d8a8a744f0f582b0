import { expect, onTestFinished, test } from 'vitest';
import { currentPerson, SharedDb } from '#storage/databases/shared-db.ts';
import {
  forgetCurrent,
  signedInPeople,
  signedInRowFor,
  storeSignIn,
  switchPerson,
} from '#storage/person/sign-in.ts';
import type { Person } from '#domain/people/person.ts';

const openShared = () => {
  const db = new SharedDb(`shared-${crypto.randomUUID()}`);
  onTestFinished(() => db.close());
  return db;
};

const person = (id: string): Person => ({
  id,
  name: id,
  role: 'patroller',
  region: '110105',
  scope: ['110105'],
});
const newDeviceId = () => crypto.randomUUID();

test('[E2b] device key → created at the first sign-in, kept for the next, not exportable', async () => {
  const db = openShared();
  const first = await signedInRowFor(db, person('wang'), newDeviceId);
  await storeSignIn(db, first);
  await forgetCurrent(db);
  const again = await signedInRowFor(db, { ...person('wang'), role: 'reviewer' }, newDeviceId);
  expect(again.device).toBe(first.device);
  expect(again.publicKey).toEqual(first.publicKey);
  expect(again.person.role).toBe('reviewer');
  await expect(crypto.subtle.exportKey('jwk', again.key)).rejects.toThrow();
});

test('sign-out and switch of person → change the current person and delete no row', async () => {
  const db = openShared();
  for (const id of ['wang', 'li']) await storeSignIn(db, await signedInRowFor(db, person(id), newDeviceId));
  expect((await currentPerson(db))?.id).toBe('li');
  expect((await switchPerson(db, 'wang'))?.id).toBe('wang');
  expect((await currentPerson(db))?.id).toBe('wang');
  expect(await switchPerson(db, 'unknown')).toBeNull();
  await forgetCurrent(db);
  expect(await currentPerson(db)).toBeNull();
  expect((await signedInPeople(db)).map((row) => row.id)).toEqual(['li', 'wang']);
});
