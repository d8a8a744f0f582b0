import { expect, onTestFinished, test } from 'vitest';
import { ok } from '#domain/base/result.ts';
import { MARKER } from '#domain/protocol/version.ts';
import { currentPerson, SharedDb } from '#storage/databases/shared-db.ts';
import { forgetLoss, signedInPeople } from '#storage/person/sign-in.ts';
import { arrive, createFirstAdmin, enrol, refreshPerson, signIn, signOut } from '#sync/online/session.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { NOON } from '#tests/storage/samples.ts';

const wang = { id: 'wang', name: '王巡', role: 'patroller', region: '110105', scope: ['110105'] };

type Answer = { status: number; body: object | string };
const marked = (body: object, status = 200): Answer => ({
  status,
  body: { marker: MARKER, serverTime: NOON, ...body },
});
const refused = (status: number, error: string) => marked({ error, message: error }, status);

const setUp = () => {
  const shared = new SharedDb(`shared-${crypto.randomUUID()}`);
  onTestFinished(() => shared.close());
  const answers: Record<string, Answer | 'offline'> = {
    '/api/auth/sign-in/username': marked({ person: wang }),
    '/api/session': marked({ person: wang }),
    '/api/devices': marked({ device: 'd1' }),
    '/api/auth/sign-out': marked({}),
    '/api/welcome': marked({ needsAdmin: true }),
  };
  const asked: { path: string; body: unknown }[] = [];
  const transport: Transport = async ({ path, body }) => {
    asked.push({ path, body: typeof body === 'string' ? JSON.parse(body) : null });
    const answer = answers[path] ?? 'offline';
    if (answer === 'offline') return { ok: false, error: 'offline' };
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    return ok({ status: answer.status, header: () => null, bytes: new TextEncoder().encode(text).buffer });
  };
  const deps = { shared, transport, newDeviceId: () => crypto.randomUUID(), deviceLabel: 'Chromium' };
  return { shared, answers, asked, deps, signIn: () => signIn(deps, 'wang', 'secret') };
};

test('signIn → enrols the device with its public key and makes the person current', async () => {
  const { shared, asked, ...rest } = setUp();
  const signedIn = await rest.signIn();
  const row = await currentPerson(shared);
  expect(signedIn).toEqual({ ok: true, value: row });
  const { x, y } = row!.publicKey;
  expect(asked.at(-1)).toEqual({
    path: '/api/devices',
    body: { id: row!.device, label: 'Chromium', publicKey: { kty: 'EC', crv: 'P-256', x, y } },
  });
});

test('signIn, sign-out in flight → waits for it, because its answer deletes the cookie', async () => {
  const { asked, deps, ...rest } = setUp();
  await rest.signIn();
  let answered = () => {};
  const slow = new Promise<void>((resolve) => (answered = resolve));
  const transport: Transport = async (request) => {
    if (request.path.endsWith('sign-out')) await slow;
    return deps.transport(request);
  };
  const signingOut = signOut({ ...deps, transport });
  asked.length = 0;
  const signingIn = rest.signIn();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(asked).toEqual([]);
  answered();
  await signingOut;
  expect((await signingIn).ok).toBe(true);
  expect(asked.map(({ path }) => path).slice(0, 2)).toEqual([
    '/api/auth/sign-out',
    '/api/auth/sign-in/username',
  ]);
});

test('signIn a second time → uses the same device and key', async () => {
  const { shared, asked, ...rest } = setUp();
  await rest.signIn();
  await signOut(rest.deps);
  await rest.signIn();
  const devices = asked.filter(({ path }) => path === '/api/devices');
  expect(devices).toHaveLength(2);
  expect(devices[0]).toEqual(devices[1]);
  expect(await signedInPeople(shared)).toHaveLength(1);
});

test.each([
  ['a wrong password', '/api/auth/sign-in/username', refused(401, 'notSignedIn'), 'wrongCredentials'],
  ['too many tries', '/api/auth/sign-in/username', refused(429, 'busy'), 'tooManyTries'],
  ['no link', '/api/auth/sign-in/username', 'offline', 'offline'],
  ['a captive portal', '/api/auth/sign-in/username', { status: 200, body: '<html>' }, 'offline'],
  ['a link lost on the way', '/api/session', 'offline', 'offline'],
  ['a device that cannot be enrolled', '/api/devices', refused(409, 'otherPerson'), 'otherPerson'],
] as const)('signIn, %s → no person is signed in', async (_, path, answer, error) => {
  const { shared, answers, ...rest } = setUp();
  answers[path] = answer;
  expect(await rest.signIn()).toEqual({ ok: false, error });
  expect(await currentPerson(shared)).toBeNull();
});

test('signOut, no link → works, and keeps keys and databases', async () => {
  const { shared, answers, ...rest } = setUp();
  await rest.signIn();
  answers['/api/auth/sign-out'] = 'offline';
  await signOut(rest.deps);
  expect(await currentPerson(shared)).toBeNull();
  expect(await signedInPeople(shared)).toHaveLength(1);
});

test('refreshPerson → stores a changed role; ignores the session of another person', async () => {
  const { shared, answers, ...rest } = setUp();
  await rest.signIn();
  answers['/api/session'] = marked({ person: { ...wang, role: 'reviewer' } });
  await refreshPerson(rest.deps, { id: 'wang' });
  expect((await currentPerson(shared))?.person.role).toBe('reviewer');
  answers['/api/session'] = marked({ person: { ...wang, id: 'li', role: 'admin' } });
  await refreshPerson(rest.deps, { id: 'wang' });
  expect((await currentPerson(shared))?.person.role).toBe('reviewer');
});

const lost = { events: 3, photos: 2, seenAt: NOON };

test('[D7a] [D7d] arrive, storage cleared but cookie valid → signs the person in and stores the loss', async () => {
  const { shared, answers, deps } = setUp();
  answers['/api/welcome'] = marked({ needsAdmin: false, signedIn: true });
  answers['/api/devices'] = marked({ device: 'd1', lost });
  expect(await arrive(deps)).toBe(false);
  expect(await currentPerson(shared)).toMatchObject({ id: 'wang', lost });
  // The server returns the loss again at the next sign-in; only the person acknowledges it.
  await signIn(deps, 'wang', 'secret');
  expect((await currentPerson(shared))?.lost).toEqual(lost);
  await forgetLoss(shared, 'wang');
  await signIn(deps, 'wang', 'secret');
  expect(await currentPerson(shared)).not.toHaveProperty('lost');
});

test('[D7i] arrive, person signed out but cookie still valid → stays signed out', async () => {
  const { shared, answers, ...rest } = setUp();
  await rest.signIn();
  answers['/api/auth/sign-out'] = 'offline';
  await signOut(rest.deps);
  answers['/api/welcome'] = marked({ needsAdmin: false, signedIn: true });
  expect(await arrive(rest.deps)).toBe(false);
  expect(await currentPerson(shared)).toBeNull();
});

test('[D7a] automatic enrolment and sign-in at the same time → one device', async () => {
  const { shared, deps } = setUp();
  const [first, second] = await Promise.all([enrol(deps), signIn(deps, 'wang', 'secret')]);
  expect(second).toEqual(first);
  expect(await currentPerson(shared)).toEqual(first.ok && first.value);
});

test('arrive, new server → returns that it needs its first admin', async () => {
  const { deps, shared, answers } = setUp();
  answers['/api/welcome'] = marked({ needsAdmin: true, signedIn: false });
  expect(await arrive(deps)).toBe(true);
  expect(await currentPerson(shared)).toBeNull();
});

test('[D7j] arrive, the server says that the cookie has no session → does not ask for the person', async () => {
  const { deps, answers, asked } = setUp();
  answers['/api/welcome'] = marked({ needsAdmin: false, signedIn: false });
  expect(await arrive(deps)).toBe(false);
  expect(asked.map(({ path }) => path)).toEqual(['/api/welcome']);
});

test('[D7j] arrive, an older server that does not say it → asks for the person', async () => {
  const { deps, shared, answers } = setUp();
  answers['/api/welcome'] = marked({ needsAdmin: false });
  expect(await arrive(deps)).toBe(false);
  expect(await currentPerson(shared)).toMatchObject({ id: 'wang' });
});

const mismatch = marked(
  { error: 'wrongAddress', message: 'wrong', expected: 'https://patrol.example.org' },
  403,
);
test('[S11a] signIn and createFirstAdmin, a page at another address → the error has the expected one', async () => {
  const { deps, answers, ...rest } = setUp();
  const error = { expected: 'https://patrol.example.org' };
  answers['/api/auth/sign-in/username'] = mismatch;
  expect(await rest.signIn()).toEqual({ ok: false, error });
  answers['/api/first-admin'] = mismatch;
  const admin = { code: 'c', name: 'n', username: 'u', password: 'p', region: '330102' };
  expect(await createFirstAdmin(deps.transport, admin)).toEqual({ ok: false, error });
});
