/** Random interleavings of the acts of several people, and the player that runs them on the toy ledger. */
import * as fc from 'fast-check';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import { decision, happening, people, report, type Happening } from './arbitrary-events.ts';
import { ToyPhone, ToyServer } from '#tests/support/servers/toy-ledger.ts';
import type { LedgerEvent } from '#domain/subjects.ts';

export type Step = { readonly phone: number } & (
  | { readonly does: 'reports'; readonly content: Happening }
  | {
      readonly does: 'acts';
      readonly content: Happening;
      readonly about: number;
      /** Chooses a case that the phone shows, if there is one; otherwise any case. */
      readonly known: boolean;
    }
  | { readonly does: 'resubmits'; readonly content: Happening; readonly about: number }
  | {
      readonly does: 'pushes';
      /** Sort keys: events are sent in any order. */
      readonly order: readonly number[];
      readonly twice: boolean;
      readonly answerArrives: boolean;
    }
  | { readonly does: 'pulls' }
);
export type Story = { readonly cast: readonly number[]; readonly steps: readonly Step[] };

const phone = fc.nat({ max: 3 });
const acts = (content: fc.Arbitrary<Happening>): fc.Arbitrary<Step> =>
  fc.record({
    phone,
    does: fc.constant('acts' as const),
    content,
    about: fc.nat({ max: 3 }),
    known: fc.nat({ max: 4 }).map((it) => it > 0),
  });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ phone, does: fc.constant('reports' as const), content: report }) },
  { weight: 5, arbitrary: acts(happening) },
  { weight: 3, arbitrary: acts(decision) },
  {
    weight: 2,
    arbitrary: fc.record({
      phone,
      does: fc.constant('resubmits' as const),
      content: report,
      about: fc.nat({ max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      phone,
      does: fc.constant('pushes' as const),
      order: fc.array(fc.nat({ max: 9 }), { maxLength: 8 }),
      twice: fc.boolean(),
      answerArrives: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ phone, does: fc.constant('pulls' as const) }) },
);

/** Two to four phones. The first belongs to a patroller and the second to a reviewer, so that cases are decided. */
export const story: fc.Arbitrary<Story> = fc.record({
  cast: fc
    .array(fc.nat({ max: people.length - 1 }), { maxLength: 2 })
    .map((others) => [0, people.findIndex((it) => it.role === 'reviewer'), ...others]),
  steps: fc.array(step, { minLength: 1, maxLength: 40 }),
});

const BEGAN = 1_750_000_000_000;

export class Stage {
  readonly server = new ToyServer();
  readonly phones: readonly ToyPhone[];
  readonly cases: string[] = [];
  #made = 0;

  constructor({ cast }: Pick<Story, 'cast'>) {
    this.phones = cast.map((index) => new ToyPhone(people[index]!));
  }

  play(step: Step): void {
    const phone = this.phones[step.phone % this.phones.length]!;
    if (step.does === 'pulls') phone.pull(this.server);
    else if (step.does === 'pushes') this.#push(phone, step);
    else {
      const about = step.does === 'reports' ? undefined : this.#caseFor(phone, step);
      phone.unsent.push(this.event(phone, step.content, about ?? this.#newCase(), step.does === 'resubmits'));
    }
  }

  /** All phones send everything, then all pull: nothing is unsent or unread. */
  settle(): void {
    for (const phone of this.phones) phone.push(this.server, [...phone.unsent], true);
    for (const phone of this.phones) phone.pull(this.server);
  }

  /** A resubmission replaces the report that the phone shows; other events replace nothing. */
  event(phone: ToyPhone, content: Happening, about: string, isResubmission: boolean): LedgerEvent {
    const replaces = isResubmission ? phone.shown(about)?.reportEvent : undefined;
    return {
      v: 1,
      ...content,
      id: this.#id(),
      subject: { kind: 'case', id: about },
      author: phone.by.person,
      device: `device-${this.phones.indexOf(phone)}`,
      at: BEGAN + this.#made,
      clockOffset: null,
      ...(replaces && { replaces }),
    };
  }

  #caseFor(phone: ToyPhone, step: Extract<Step, { about: number }>): string | undefined {
    const shown = this.cases.filter((id) => phone.shown(id));
    const from = shown.length > 0 && (step.does === 'resubmits' || step.known) ? shown : this.cases;
    return from[step.about % from.length];
  }

  #push(phone: ToyPhone, { order, twice, answerArrives }: Extract<Step, { does: 'pushes' }>): void {
    const rank = (event: LedgerEvent) => order[phone.unsent.indexOf(event)] ?? 0;
    const batch = [...phone.unsent].sort((a, b) => rank(a) - rank(b));
    phone.push(this.server, twice ? [...batch, ...batch] : batch, answerArrives);
  }

  #newCase(): string {
    const id = this.#id();
    this.cases.push(id);
    return id;
  }

  #id(): string {
    this.#made += 1;
    const random = new Uint8Array(10);
    new DataView(random.buffer).setUint32(6, this.#made);
    return uuidV7(BEGAN + this.#made, random);
  }
}
