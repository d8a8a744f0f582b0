import type { Result } from '#domain/base/result.ts';
import type { Look } from '#domain/protocol/enrolment.ts';
import {
  lookAtCode,
  takeCode,
  unansweredEnrolment,
  type Enrolling,
  type Unanswered,
} from '#sync/online/enrolment.ts';
import type { Session, SignInFault } from './session.ts';

export type { Enrolling, Unanswered } from '#sync/online/enrolment.ts';

export type Enrolment = {
  readonly look: (code: string) => Promise<Result<Look, SignInFault>>;
  /** Null on success; the person is then the current one of this phone. A try after a lost answer succeeds. */
  readonly take: (code: string, look: Look, enrolling: Enrolling) => Promise<SignInFault | null>;
  /** An enrolment whose answer was lost. */
  readonly unanswered: () => Promise<Unanswered | null>;
};

export const createEnrolment = ({ deps }: Pick<Session, 'deps'>): Enrolment => ({
  look: async (code) => lookAtCode(await deps(), code),
  take: async (code, look, enrolling) => {
    const opened = await deps();
    try {
      const taken = await takeCode(opened, code, look, enrolling);
      return taken.ok ? null : taken.error;
    } catch {
      return window.isSecureContext ? 'noStorage' : 'insecure';
    }
  },
  unanswered: () => unansweredEnrolment().catch(() => null),
});
