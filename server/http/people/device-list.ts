/**
 * The devices of a person, for the person and for the office.
 *
 *   GET  /api/session/devices, …/{device}/end    own devices
 *   GET  /api/office/devices, …/{device}/end     all devices of the region, for admins
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Result } from '#domain/base/result.ts';
import type { Person } from '#domain/people/person.ts';
import { endDeviceSession, listDevices, type Owners } from '#server/auth/device-list.ts';
import { readAdmin } from '#server/http/base/admin.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readPerson } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

type Reads = (c: AppContext) => Promise<Result<Person, ErrorCode>>;
type OwnersOf = (by: Person) => Owners;

const list = (reads: Reads, owners: OwnersOf) => async (c: AppContext) => {
  const by = await reads(c);
  if (!by.ok) return refuse(c, by.error);
  return answer(c, { devices: await listDevices(c.var.services.store.read, owners(by.value)) });
};

const end = (reads: Reads, owners: OwnersOf) => async (c: AppContext) => {
  const by = await reads(c);
  if (!by.ok) return refuse(c, by.error);
  const { store, clock } = c.var.services;
  const editor = { by: by.value.id, at: clock() };
  const ended = await endDeviceSession(store, owners(by.value), c.req.param('device') ?? '', editor);
  return ended === null ? refuse(c, 'notFound') : answer(c, { ended });
};

const own: OwnersOf = ({ id, region }) => ({ region, person: id });
const all: OwnersOf = ({ region }) => ({ region });

export const ownDevices = list(readPerson, own);
export const endOwnSession = end(readPerson, own);
export const officeDevices = list(readAdmin, all);
export const endSession = end(readAdmin, all);
