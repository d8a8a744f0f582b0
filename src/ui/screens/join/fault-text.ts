import { errorMessages } from '#ui/i18n/errors.ts';
import { joinMessages } from '#ui/i18n/join.ts';
import { wrongAddressText } from '#ui/i18n/sign-in.ts';
import type { SignInFault } from '#ui/state/app/session.ts';

/** The link failed: the server may have done what was asked. */
export const isUnanswered = (fault: SignInFault | null): boolean =>
  fault === 'offline' || fault === 'timeout' || fault === 'stopped';

/** `sent`: a take, which the server may have received. */
export const faultText = (fault: SignInFault, sent: 'look' | 'take'): string => {
  if (typeof fault === 'object') return wrongAddressText(fault);
  switch (fault) {
    case 'offline':
    case 'timeout':
    case 'stopped':
      return sent === 'take' ? joinMessages().unanswered : joinMessages().offline;
    case 'tooManyTries':
      return joinMessages().limited;
    case 'noStorage':
      return joinMessages().noStorage;
    case 'insecure':
      return joinMessages().insecure;
    case 'wrongCredentials':
      return errorMessages().notSignedIn;
    default:
      return errorMessages()[fault];
  }
};
