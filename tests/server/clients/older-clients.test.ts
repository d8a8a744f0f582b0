/** Released clients and a server with kinds, acts and states that they do not have. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { LAST_UNSTATED_PROTOCOL, PROTOCOL_HEADER, PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import { openReleased } from '#tests/released/released-client.ts';
import { releasedVersions } from '#tests/released/released.ts';
import { storeLaterRows } from '#tests/released/later-rows.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { newId } from '#tests/support/data/new-id.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

const region = '330199';
let server: TestServer;
let wang: Device;

beforeAll(async () => {
  server = await startTestServer();
  wang = await signIn(server.url, 'wang');
});
afterAll(() => server.end());

const laterKinds = async () => {
  const id = newId();
  await storeLaterRows(server, region, {
    subjects: [
      {
        kind: 'orbit',
        id,
        reporter: wang.person.id,
        gridScope: region,
        photos: [],
        timeline: [],
        state: 'open',
      },
    ],
    reference: [{ kind: 'satellite', id: 'S1', value: { code: 'S1' } }],
  });
  return id;
};

describe.each(releasedVersions)('a client of protocol version %i', (version) => {
  test('[C2a] [C2b] kinds that it does not have → left out, and its pull reaches the end', async () => {
    const id = await laterKinds();
    const client = await openReleased(version, { url: server.url, username: 'wang' });
    const { caseId } = await client.report({ photos: 1 });
    expect(await client.sync()).toEqual({ kind: 'done' });
    const subjects = await client.subjects();
    expect(subjects.map(({ subject }) => subject.id)).toContain(caseId);
    expect(subjects.map(({ subject }) => subject.id)).not.toContain(id);
    expect((await client.reference()).map(({ kind }) => kind)).not.toContain('satellite');
    await client.close();
  });

  test('a position from a source that it does not have → the case with its point', async () => {
    const position = {
      lat: 30.1,
      lon: 120.1,
      accuracyMetres: null,
      ageMillis: null,
      source: 'place' as const,
    };
    const report = await wang.reports({ position: { ...position, byHand: true } });
    await wang.push(report);
    const client = await openReleased(version, { url: server.url, username: 'wang' });
    expect(await client.sync()).toEqual({ kind: 'done' });
    const shown = (await client.subjects()).find((row) => row.subject.id === report.event.subject.id);
    expect(shown?.subject).toMatchObject({ position: { lat: 30.1, lon: 120.1 } });
    await client.close();
  });

  test('[A7] a retired hazard kind → removed, and a retired person keeps the name', async () => {
    const code = `ZZ${String(version).padStart(2, '0')}`;
    const kind = { ...shippedHazardKinds[0]!, code };
    const person = { id: `retired-${version}`, name: '老王', role: 'patroller', region, scope: [region] };
    const client = await openReleased(version, { url: server.url, username: 'wang' });
    const holds = (retired: object) =>
      storeLaterRows(server, region, {
        reference: [
          { kind: 'hazardKind', id: code, value: { ...kind, ...retired } },
          { kind: 'person', id: person.id, value: { ...person, ...retired } },
        ],
      });
    const shown = async (id: string) => {
      await client.sync();
      return (await client.reference()).find((row) => row.id === id);
    };
    await holds({});
    expect(await shown(code)).toMatchObject({ isReadable: true, value: { code } });
    await holds({ retired: true });
    expect(await shown(code)).not.toMatchObject({ isReadable: true });
    expect(await shown(person.id)).toMatchObject({ isReadable: true, value: { name: '老王' } });
    await client.close();
  });

  test('[C3a] an act that it does not have → a note with the same text', async () => {
    const client = await openReleased(version, { url: server.url, username: 'wang' });
    const { caseId } = await client.report({});
    await client.sync();
    const { subject } = (await wang.pullsAll()).subjects.find((row) => row.subject.id === caseId)!;
    const line = { ...subject.timeline[0]!, eventId: newId(), type: 'case.weighed', text: '三公斤' };
    await storeLaterRows(server, region, {
      subjects: [{ ...subject, timeline: [...subject.timeline, line] }],
    });
    await client.sync();
    const shown = (await client.subjects()).find((row) => row.subject.id === caseId)!;
    expect(shown.subject.timeline.at(-1)).toMatchObject({ type: 'case.noted', text: '三公斤' });
    await client.close();
  });
});

test('[C1] a request without the header, or with a malformed one → answered as version 4, or refused', async () => {
  const pull = (stated: Record<string, string>) =>
    fetch(`${server.url}/api/sync/pull`, {
      headers: { ...wang.headers(), [PROTOCOL_HEADER]: '', ...stated },
    });
  const { [PROTOCOL_HEADER]: stated, ...unstated } = wang.headers();
  expect(stated).toBe(String(PROTOCOL_VERSION));
  expect(LAST_UNSTATED_PROTOCOL).toBe(4);
  expect((await fetch(`${server.url}/api/sync/pull`, { headers: unstated })).status).toBe(200);
  expect((await pull({ [PROTOCOL_HEADER]: 'new' })).status).toBe(400);
  expect((await pull({ [PROTOCOL_HEADER]: '0' })).status).toBe(426);
  expect((await pull({ [PROTOCOL_HEADER]: '99' })).status).toBe(200);
});
