import type { Accessor } from 'solid-js';
import type { OwnDevice } from '#domain/protocol/devices.ts';
import { endOwnSession, ownDevices } from '#sync/online/own-devices.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import type { Session } from './session.ts';

export type OwnDevices = {
  /** Undefined until the server answered; null if it cannot be reached. */
  readonly list: Accessor<readonly OwnDevice[] | null | undefined>;
  /** Returns whether the session was ended. */
  readonly end: (device: string) => Promise<boolean>;
};

/** The devices of the person who is signed in on the server. */
export const createOwnDevices = ({ deps }: Pick<Session, 'deps'>): OwnDevices => {
  const [list, readAgain] = createAnswer(async () => {
    try {
      const answered = await ownDevices((await deps()).transport);
      return answered.ok ? answered.value.devices : null;
    } catch {
      return null;
    }
  });
  return {
    list,
    end: async (device) => {
      const ended = await endOwnSession((await deps()).transport, device);
      if (ended.ok) readAgain();
      return ended.ok;
    },
  };
};
