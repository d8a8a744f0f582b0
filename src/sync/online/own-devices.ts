/** The devices of this person, read from the server on demand. */
import type { Result } from '#domain/base/result.ts';
import { ownDeviceEndedSchema, ownDevicesAnswerSchema } from '#domain/protocol/devices.ts';
import type { Read } from '#domain/protocol/answer.ts';
import { readAs, type CallFailure } from '#sync/transport/call.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { callOf, post } from './session.ts';

export const ownDevices = (
  transport: Transport,
): Promise<Result<Read<typeof ownDevicesAnswerSchema>, CallFailure>> =>
  callOf(transport).json({ method: 'GET', path: '/api/session/devices' }, readAs(ownDevicesAnswerSchema));

export const endOwnSession = (
  transport: Transport,
  device: string,
): Promise<Result<Read<typeof ownDeviceEndedSchema>, CallFailure>> =>
  callOf(transport).json(
    post(`/api/session/devices/${encodeURIComponent(device)}/end`, {}),
    readAs(ownDeviceEndedSchema),
  );
