/** The devices of a person: `GET /api/session/devices`. `POST /api/session/devices/{device}/end` ends the session of one. */
import * as v from 'valibot';
import { actorIdSchema } from '#domain/ledger/ids.ts';
import { answerMeta } from './answer.ts';

export const ownDeviceSchema = v.object({
  id: actorIdSchema,
  /** The name of the browser, as the device sent it. */
  label: v.string(),
  /** The version of the app; null for a device that did not say it. */
  app: v.nullable(v.string()),
  enrolledAt: v.number(),
  lastContact: v.number(),
  unsent: v.number(),
  /** When the oldest unsent event was written; null without one, or if the device did not say it. */
  oldestUnsent: v.nullable(v.number()),
  hasSession: v.boolean(),
});
export type OwnDevice = v.InferOutput<typeof ownDeviceSchema>;

export const ownDevicesAnswerSchema = v.object({ ...answerMeta, devices: v.array(ownDeviceSchema) });
export const ownDeviceEndedSchema = v.object({ ...answerMeta, ended: v.boolean() });
