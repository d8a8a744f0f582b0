import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { errors } from '#domain/base/errors.ts';
import type { LedgerEntry } from '#domain/subjects.ts';
import { contextOf, ledgerEvent, people } from '#tests/support/data/arbitrary-events.ts';
import { fold, judge } from '#domain/subjects.ts';

test('[F4a] a replay after a change of roles → the stored verdict', () => {
  const opening = ledgerEvent.filter((event) => event.type === 'case.reported');
  const author = fc.constantFrom(...people);
  fc.assert(
    fc.property(opening, ledgerEvent, author, author, (reported, next, by, later) => {
      const first: LedgerEntry = { event: reported, verdict: 'applied', reason: null, by, receivedAt: 1 };
      const second: LedgerEntry = {
        event: { ...next, subject: reported.subject },
        verdict: 'contested',
        reason: 'wrongState',
        by: later,
        receivedAt: 2,
      };
      const before = fold([first]);
      const after = fold([first, second]);
      expect(after?.timeline.map(({ verdict, role }) => ({ verdict, role }))).toEqual([
        { verdict: 'applied', role: by.role },
        { verdict: 'contested', role: later.role },
      ]);
      expect({ ...after, timeline: [] }).toEqual({ ...before, timeline: [] });
      const now = judge(before, second.event, contextOf(later));
      if (now.verdict === 'rejected') expect(Object.keys(errors)).toContain(now.reason);
    }),
  );
});
