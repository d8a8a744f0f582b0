import type { Approval, Settings } from '#domain/office/settings.ts';
import { settingsMessages } from '#ui/i18n/admin/settings.ts';
import { t } from '#ui/i18n/messages.ts';

/** A row of the table of approvals as a sentence. */
export const approvalText = (
  { what, hazard, fromTime, fromCases, role }: Approval,
  nameOf: (hazard: string) => string | undefined,
): string =>
  settingsMessages().approvalText({
    what: settingsMessages().approvalKinds[what],
    hazard: hazard ? (nameOf(hazard) ?? hazard) : null,
    fromTime,
    fromCases,
    role: t().roles[role],
  });

export const hoursText = ({ from, to }: Settings['workingHours'][number]): string => `${from}–${to}`;
