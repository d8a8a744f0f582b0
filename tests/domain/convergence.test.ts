import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { isErrorCode } from '#domain/base/errors.ts';
import type { TimelineEntry } from '#domain/ledger/timeline.ts';
import type { Case } from '#domain/case/case.ts';
import { contextOf, happening, people } from '#tests/support/data/arbitrary-events.ts';
import { Stage, story } from '#tests/support/data/arbitrary-stories.ts';
import { applyEvent, fold, judge, rebase } from '#domain/subjects.ts';

const RUNS = 800;
/** Counts what occurred in the runs: properties over stories without events would pass too. */
const met = { applied: 0, contested: 0, rejected: 0, held: 0, resubmitted: 0, unsent: 0 };

const withoutReceipt = (subject: Case | null) =>
  subject && {
    ...subject,
    timeline: subject.timeline.map((line): TimelineEntry => ({ ...line, receivedAt: null })),
  };

describe('events and their fold', () => {
  test('[F2] repeated events at any later point → the same fold', () => {
    fc.assert(
      fc.property(story, fc.array(fc.tuple(fc.nat(), fc.nat())), (played, repeats) => {
        const stage = new Stage(played);
        for (const step of played.steps) stage.play(step);
        stage.settle();
        for (const [id, entries] of stage.server.entries) {
          const delivered = [...entries];
          for (const [which, later] of repeats) {
            const from = which % delivered.length;
            delivered.splice(from + 1 + (later % (delivered.length - from)), 0, delivered[from]!);
          }
          expect(fold(delivered)).toEqual(fold(entries));
          expect(fold(entries)).toEqual(stage.server.subjects.get(id));
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('[F6c] nothing unsent → every phone shows what the server has', () => {
    fc.assert(
      fc.property(story, (played) => {
        const stage = new Stage(played);
        for (const step of played.steps) stage.play(step);
        met.unsent += stage.phones.reduce((sum, phone) => sum + phone.unsent.length, 0);
        stage.settle();
        for (const judgement of stage.server.verdicts.values()) met[judgement.verdict] += 1;
        for (const id of stage.cases) {
          const subject = stage.server.subjects.get(id) ?? null;
          if (subject && subject.reportEvent !== subject.timeline[0]!.eventId) met.resubmitted += 1;
          for (const phone of stage.phones) expect(phone.shown(id)).toEqual(subject);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('[F1] no events of others in between → a phone shows what the server will have', () => {
    fc.assert(
      fc.property(story, fc.nat(), (played, which) => {
        const stage = new Stage(played);
        for (const step of played.steps) stage.play(step);
        const phone = stage.phones[which % stage.phones.length]!;
        phone.pull(stage.server);
        // An event sent before the one it builds on may have been rejected. The verdict stays ([F4a]), and the next answer
        // reports it to its author. The product keeps order within a subject ([P7a]).
        const wasRefused = (id: string) =>
          phone.unsent.some(
            (event) => event.subject.id === id && stage.server.verdicts.get(event.id)?.verdict === 'rejected',
          );
        const undisturbed = stage.cases.filter(
          (id) => !stage.server.holdsEventsFor(id) && !phone.hasEventOfUnknownCase(id) && !wasRefused(id),
        );
        const foreseen = undisturbed.map((id) => withoutReceipt(phone.shown(id)));
        phone.push(stage.server, [...phone.unsent], true);
        phone.pull(stage.server);
        expect(undisturbed.map((id) => withoutReceipt(phone.shown(id)))).toEqual(foreseen);
      }),
      { numRuns: RUNS },
    );
  });

  test('[F6b] an own event that the pulled subject has already → no second timeline entry', () => {
    fc.assert(
      fc.property(story, (played) => {
        const stage = new Stage(played);
        for (const step of played.steps) stage.play(step);
        stage.settle();
        for (const [id, subject] of stage.server.subjects)
          for (const phone of stage.phones) {
            const own = stage.server.entries.get(id)!.filter(({ event }) => event.author === phone.by.person);
            expect(
              rebase(
                subject,
                own.map(({ event }) => event),
                contextOf(phone.by),
              ),
            ).toBe(subject);
          }
      }),
      { numRuns: RUNS },
    );
  });

  afterAll(() => {
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(RUNS / 20);
  });
});

describe('an event that is not permitted', () => {
  const judged = fc.record({
    played: story,
    content: happening,
    about: fc.nat(),
    isResubmission: fc.boolean(),
    who: fc.constantFrom(...people),
  });
  const seen = { applied: 0, contested: 0, rejected: 0, held: 0 };

  test('[F3b] [F3c] [F3d] → only a timeline entry with a reason, or nothing', () => {
    fc.assert(
      fc.property(judged, ({ played, content, about, isResubmission, who }) => {
        const stage = new Stage({ cast: [...played.cast, people.indexOf(who)] });
        for (const step of played.steps) stage.play(step);
        stage.settle();
        const phone = stage.phones.at(-1)!;
        const id =
          stage.cases[about % Math.max(1, stage.cases.length)] ?? '01980000-0000-7000-8000-000000000000';
        const before = stage.server.subjects.get(id) ?? null;
        const event = stage.event(phone, content, id, isResubmission);
        const judgement = judge(before, event, contextOf(who));
        seen[judgement.verdict] += 1;
        if (judgement.verdict === 'applied') return;
        const shown = rebase(before, [event], contextOf(who));
        if (judgement.verdict === 'held') {
          expect(before).toBeNull();
          expect(shown).toBeNull();
          return;
        }
        expect(isErrorCode(judgement.reason)).toBe(true);
        if (judgement.verdict === 'rejected') {
          expect(shown).toBe(before);
          return;
        }
        const entry = {
          event,
          by: who,
          verdict: 'contested',
          reason: judgement.reason,
          receivedAt: 7,
        } as const;
        const after = applyEvent(before, entry);
        expect({ ...after, timeline: before!.timeline }).toEqual(before);
        expect(after.timeline.slice(0, -1)).toEqual(before!.timeline);
        expect(after.timeline.at(-1)).toMatchObject({
          eventId: event.id,
          author: who.person,
          role: who.role,
          verdict: 'contested',
          reason: judgement.reason,
          receivedAt: 7,
        });
      }),
      { numRuns: RUNS * 2 },
    );
    for (const [verdict, times] of Object.entries(seen)) expect(times, verdict).toBeGreaterThan(5);
  });
});
