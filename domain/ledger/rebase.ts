import type { LedgerEvent } from './envelope.ts';
import { applyEvent, judge, type Catalogue, type Subject } from './fold.ts';
import type { Authority } from './roles.ts';

/**
 * What a phone shows: the server's subject, untouched, with the phone's own events on top that the pulled subject
 * does not hold yet, judged as the server is expected to. An event the server would reject leaves no trace here;
 * the outbox shows it.
 */
export const rebase = (
  confirmed: Subject | null,
  own: readonly LedgerEvent[],
  by: Authority,
  catalogue: Catalogue,
): Subject | null =>
  own.reduce<Subject | null>((subject, event) => {
    const judgement = judge(subject, event, by, catalogue);
    if (judgement.verdict === 'rejected' || judgement.verdict === 'held') return subject;
    const reason = judgement.verdict === 'contested' ? judgement.reason : null;
    return applyEvent(subject, { event, verdict: judgement.verdict, reason, by, receivedAt: null });
  }, confirmed);
