/** The phone of a person whom the office retires, with the storage and the engine of the product, against a real server. */
import { expect, onTestFinished, test } from 'vitest';
import { changePerson } from '#tests/support/clients/admin-client.ts';
import { signIn } from '#tests/support/clients/device.ts';
import { inTurn, ProductPhone } from '#tests/support/clients/product-phone.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';
import { report } from '#tests/storage/samples.ts';

test('[N6f] the office retires a person with unsent reports → the phone sends them, shows them as rejected, and says why', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.end());
  const admin = await signIn(server.url, 'admin');
  const phone = await ProductPhone.signIn(server.url, 'wang');
  const db = phone.open();
  onTestFinished(() => db.close());
  const by = { db, author: () => phone.author(db) } as never;
  const sent = await report(by, 0);
  await phone.sends(db);
  const unsent = [await report(by, 1), await report(by, 0)];
  await changePerson(admin, phone.person.id, { retired: true });

  const errors: (string | null)[] = [];
  const outcome = await phone.runs(db, {
    transport: inTurn(phone.transport),
    onStatus: ({ error }) => void errors.push(error),
  });
  expect(outcome).toEqual({ kind: 'signedOut', error: 'retired' });
  expect(errors.at(-1)).toBe('retired');
  const rows = await db.outbox.toArray();
  const rowOf = (id: string) => rows.find(({ eventId }) => eventId === id);
  expect(rowOf(sent.row.eventId)).toMatchObject({ verdict: 'applied', unsent: 0 });
  for (const { row } of unsent)
    expect(rowOf(row.eventId)).toMatchObject({ verdict: 'rejected', reason: 'retired', unsent: 0 });
  // The bytes stay: the office may ask for them.
  expect(await db.photoBytes.count()).toBeGreaterThan(0);
  const { letters } = (await (await admin.request('/api/letters')).json()) as {
    letters: { reason: string }[];
  };
  expect(letters.map(({ reason }) => reason)).toEqual(['retired', 'retired']);

  await changePerson(admin, phone.person.id, { retired: undefined });
  const cases = (await admin.pullsAll()).subjects.map(({ subject }) => subject.id);
  expect(cases).toContain(sent.caseId);
  for (const { caseId } of unsent) expect(cases).not.toContain(caseId);
});
