/**
 * A minimal server and phones in memory, to run the real judge, fold and rebase through any interleaving without network,
 * database or clock.
 */
import type { Authority } from '#domain/ledger/roles.ts';
import type { Judgement } from '#domain/ledger/verdict.ts';
import type { LedgerEntry } from '#domain/subjects.ts';
import { contextOf } from '#tests/support/data/arbitrary-events.ts';
import type { LedgerEvent, Subject } from '#domain/subjects.ts';
import { applyEvent, judge, rebase } from '#domain/subjects.ts';

type CaseId = string;
type Sent = { readonly event: LedgerEvent; readonly by: Authority };

export class ToyServer {
  readonly entries = new Map<CaseId, LedgerEntry[]>();
  readonly subjects = new Map<CaseId, Subject>();
  readonly verdicts = new Map<string, Judgement>();
  readonly #held = new Map<CaseId, Sent[]>();
  #received = 4e12;

  /** A repeated event gets its stored verdict. A held event is judged again when its subject arrives. */
  push(sent: Sent): Judgement {
    const known = this.verdicts.get(sent.event.id);
    return known ?? this.#take(sent);
  }

  holdsEventsFor(id: CaseId): boolean {
    return this.#held.has(id);
  }

  #take({ event, by }: Sent): Judgement {
    const { id } = event.subject;
    const current = this.subjects.get(id) ?? null;
    const judgement = judge(current, event, contextOf(by));
    this.verdicts.set(event.id, judgement);
    if (judgement.verdict === 'held') this.#held.set(id, [...(this.#held.get(id) ?? []), { event, by }]);
    if (judgement.verdict === 'held' || judgement.verdict === 'rejected') return judgement;
    const reason = judgement.verdict === 'contested' ? judgement.reason : null;
    const entry = { event, by, verdict: judgement.verdict, reason, receivedAt: this.#received++ };
    this.entries.set(id, [...(this.entries.get(id) ?? []), entry]);
    this.subjects.set(id, applyEvent(current, entry));
    const waiting = this.#held.get(id) ?? [];
    this.#held.delete(id);
    for (const sent of waiting) this.#take(sent);
    return judgement;
  }
}

export class ToyPhone {
  readonly confirmed = new Map<CaseId, Subject>();
  readonly unsent: LedgerEvent[] = [];
  /** Sent and not rejected, and not in a pulled subject yet. */
  readonly #onTop: LedgerEvent[] = [];

  constructor(readonly by: Authority) {}

  shown(id: CaseId): Subject | null {
    return rebase(this.confirmed.get(id) ?? null, this.#own(id), contextOf(this.by));
  }

  /** Whether an own event is on a case that the phone does not hold. No phone sends one, but the protocol permits it. */
  hasEventOfUnknownCase(id: CaseId): boolean {
    const confirmed = this.confirmed.get(id) ?? null;
    return this.#own(id).some((event, i, own) => {
      const before = rebase(confirmed, own.slice(0, i), contextOf(this.by));
      return judge(before, event, contextOf(this.by)).verdict === 'held';
    });
  }

  #own(id: CaseId): readonly LedgerEvent[] {
    return [...this.#onTop, ...this.unsent]
      .filter((event) => event.subject.id === id)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Sends these events in this order. After a lost answer they stay unsent and are sent again. */
  push(server: ToyServer, events: readonly LedgerEvent[], answerArrives: boolean): void {
    for (const event of events) {
      const { verdict } = server.push({ event, by: this.by });
      if (!answerArrives) continue;
      const at = this.unsent.indexOf(event);
      if (at === -1) continue;
      this.unsent.splice(at, 1);
      if (verdict !== 'rejected') this.#onTop.push(event);
    }
  }

  pull(server: ToyServer): void {
    for (const [id, subject] of server.subjects) this.confirmed.set(id, subject);
    const arrived = (event: LedgerEvent) => {
      const subject = this.confirmed.get(event.subject.id);
      return (
        subject?.timeline.some((line) => line.eventId === event.id) ||
        server.verdicts.get(event.id)?.verdict === 'rejected'
      );
    };
    this.#onTop.splice(0, Infinity, ...this.#onTop.filter((event) => !arrived(event)));
  }
}
