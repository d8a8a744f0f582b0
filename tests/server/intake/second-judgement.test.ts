import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#domain/ledger/roles.ts';
import { Office, rowOf } from '#tests/support/clients/office.ts';

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.end());

test('[F4c] replay of a report that its author was not permitted to send → judged by the authority of the author at the replay', async () => {
  const { wang } = office;
  const setRole = (role: Role) =>
    office.inStore((store) =>
      store.write.updateTable('people').set({ role }).where('id', '=', wang.person.id).execute(),
    );
  const report = await wang.reports();
  await setRole('handler');
  expect(await wang.push(report)).toMatchObject({ verdict: 'rejected', reason: 'notPermitted' });
  expect(await office.replays(wang, report)).toMatchObject({ verdict: 'rejected', reason: 'notPermitted' });
  await setRole('patroller');
  expect(await office.replays(wang, report)).toMatchObject({ verdict: 'applied', event: report.event.id });
  const row = await rowOf(wang, report.caseId);
  expect(row?.subject.timeline).toMatchObject([{ eventId: report.event.id, role: 'patroller' }]);
});
