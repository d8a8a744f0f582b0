import type { Result } from '#domain/base/result.ts';
import type { Look } from '#domain/protocol/enrolment.ts';
import { deviceFor, lookAtCode, takeCode, type Enrolling, type NewDevice } from '#sync/online/enrolment.ts';
import type { Session, SignInFault } from './session.ts';

/** One enrolment of this phone: its device stays the same, so that a try after a lost answer succeeds. */
export const createEnrolment = ({ deps }: Pick<Session, 'deps'>) => {
  let device: NewDevice | null = null;
  return {
    look: async (code: string): Promise<Result<Look, SignInFault>> => lookAtCode(await deps(), code),
    /** Null on success; the person is then the current one of this phone. */
    take: async (code: string, { person }: Look, enrolling: Enrolling): Promise<SignInFault | null> => {
      const opened = await deps();
      try {
        device ??= await deviceFor(opened, person);
        const taken = await takeCode(opened, code, device, enrolling);
        return taken.ok ? null : taken.error;
      } catch {
        return window.isSecureContext ? 'noStorage' : 'insecure';
      }
    },
  };
};
