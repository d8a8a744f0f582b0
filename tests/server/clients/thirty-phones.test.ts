/** A team of thirty, from codes of one call to their first reports, by the client of the field devices. */
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { codeInLink } from '#domain/protocol/enrolment.ts';
import { enrolFieldDevice } from '#demo/field-device.ts';
import { addPeople, listDevices, makeCodes } from '#tests/support/clients/admin-client.ts';
import { plainReport, signIn } from '#tests/support/clients/device.ts';
import { newId } from '#tests/support/data/new-id.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';

const TEAM = 30;

test('[N1h] the codes of a team, thirty phones enrol at once and report → thirty devices, thirty cases', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.end());
  const admin = await signIn(server.url, 'admin');
  const team = await addPeople(
    admin,
    Array.from({ length: TEAM }, (_, i) => ({ name: `网格员${i + 1}` })),
  );
  const codes = await makeCodes(admin, team);
  expect(new Set(codes.map(({ code }) => code)).size).toBe(TEAM);
  const reported = await Promise.all(
    codes.map(async ({ link, person: expected }, i) => {
      const code = codeInLink(link)!;
      const request = { id: randomUUID(), code, username: `team.${i + 1}`, password: 'a long password' };
      const { id, person, sign, push } = await enrolFieldDevice(server.url, request);
      expect(person.id).toBe(expected);
      const event = {
        v: 1,
        id: newId(),
        type: 'case.reported',
        subject: { kind: 'case', id: newId() },
        author: person.id,
        device: id,
        at: Date.now(),
        clockOffset: 0,
        photos: [],
        body: plainReport,
      };
      const [verdict] = await push([sign(JSON.stringify(event))]);
      expect(verdict).toMatchObject({ verdict: 'applied' });
      return event.subject.id;
    }),
  );
  const cases = new Set((await admin.pullsAll()).subjects.map(({ subject }) => subject.id));
  expect(reported.every((id) => cases.has(id))).toBe(true);
  const devices = (await listDevices(admin)).filter(({ person }) => team.includes(person));
  expect(devices.map(({ hasSession }) => hasSession)).toEqual(Array(TEAM).fill(true));
});
