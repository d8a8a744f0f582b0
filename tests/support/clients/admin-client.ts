/** What an admin asks of a server over HTTP, for tests of enrolment. */
import {
  auditAnswerSchema,
  codesAnswerSchema,
  devicesAnswerSchema,
  editsAnswerSchema,
  rowsAnswerSchema,
  type DeviceLine,
  type IssuedCode,
} from '#domain/office/messages.ts';
import type { OfficePerson } from '#domain/office/office-person.ts';
import { newId, readAnswer, type Device } from './device.ts';

const post = (admin: Device, path: string, body: object) =>
  admin.request(`/api/office/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

type NewPerson = Partial<OfficePerson> & Pick<OfficePerson, 'name'>;

/** Adds people, patrollers of the scope of the admin by default. Returns their ids. */
export const addPeople = async (admin: Device, people: readonly NewPerson[]): Promise<readonly string[]> => {
  const { region } = admin.person;
  const edits = people.map((person) => {
    const value = { id: newId(), role: 'patroller', region, scope: [region], ...person };
    return { kind: 'person', id: value.id, value, seq: null };
  });
  const { problems } = await readAnswer(editsAnswerSchema, await post(admin, 'edits', { edits }));
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return edits.map(({ id }) => id);
};

export const changePerson = async (
  admin: Device,
  id: string,
  changes: Partial<OfficePerson>,
): Promise<void> => {
  const { rows } = await readAnswer(rowsAnswerSchema, await admin.request('/api/office/rows/person'));
  const row = rows.find((it) => it.id === id)!;
  const value = { ...(row.value as OfficePerson), ...changes };
  const edits = [{ kind: 'person', id, value, seq: row.seq }];
  const { problems } = await readAnswer(editsAnswerSchema, await post(admin, 'edits', { edits }));
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
};

export const makeCodes = async (admin: Device, people: readonly string[]): Promise<readonly IssuedCode[]> =>
  (await readAnswer(codesAnswerSchema, await post(admin, 'codes', { people }))).codes;

export const postObserverCode = (admin: Device, request: object): Promise<Response> =>
  post(admin, 'observer-codes', request);

export const makeObserverCode = async (
  admin: Device,
  { cap = 2, days = 7, scope = [admin.person.region] } = {},
): Promise<IssuedCode> =>
  (await readAnswer(codesAnswerSchema, await postObserverCode(admin, { cap, days, scope }))).codes[0]!;

export const listDevices = async (admin: Device): Promise<readonly DeviceLine[]> =>
  (await readAnswer(devicesAnswerSchema, await admin.request('/api/office/devices'))).devices;

export const endSession = (admin: Device, device: string): Promise<Response> =>
  post(admin, `devices/${device}/end`, {});

export const audited = async (admin: Device, kind: string) =>
  (await readAnswer(auditAnswerSchema, await admin.request(`/api/office/audit?kind=${kind}`))).lines;

/** The error code of a refusal; null for an answer. */
export const errorOf = async (response: Promise<Response> | Response): Promise<string | null> => {
  const { error = null } = (await (await response).json()) as { error?: string };
  return error;
};
