import { parseMessage } from '#domain/protocol/answer.ts';
import { deviceRequestSchema } from '#domain/protocol/session.ts';
import { enrolDevice } from '#server/auth/devices.ts';
import { findLoss } from '#server/auth/losses.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import { readSession } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

const MAX_BYTES = 4096;

/** POST /api/devices: enrols a device for the person who is signed in, and answers what its phone lost before ([D7]). */
export const devices = async (c: AppContext) => {
  const { store, clock } = c.var.services;
  const sender = await readSession(c);
  if (!sender.ok) return refuse(c, sender.error);
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(deviceRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const device = await enrolDevice(store, sender.value, request.value, clock());
  if (device.ok)
    return answer(c, {
      device: device.value,
      lost: await findLoss(store, sender.value, device.value, clock()),
    });
  return device.error === 'otherPerson' ? refuse(c, 'otherPerson', 409) : refuse(c, device.error);
};
