/** A server with three devices, and an admin who reads, replays and corrects its dead letters over HTTP. */
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { correctedEvent } from '#domain/correction/correction.ts';
import {
  deadLetterAnswerSchema,
  deadLettersAnswerSchema,
  deadLetterVerdictSchema,
  type DeadLetterAnswer,
} from '#domain/protocol/dead-letters.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { editReference } from '#server/ledger/reference.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { newId, readAnswer, sha256Of, signIn, type Device, type Written } from './device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';
import type { EventOf, LedgerEvent } from '#domain/subjects.ts';

export type Sent = Pick<Written, 'hash' | 'text' | 'signature'>;

export class Office {
  readonly #server: TestServer;

  private constructor(
    server: TestServer,
    readonly wang: Device,
    readonly zhao: Device,
    readonly chen: Device,
    readonly admin: Device,
  ) {
    this.#server = server;
  }

  static async open(): Promise<Office> {
    const server = await startTestServer();
    const [wang, zhao, chen, admin] = (await Promise.all(
      ['wang', 'zhao', 'chen', 'admin'].map((name) => signIn(server.url, name)),
    )) as [Device, Device, Device, Device];
    return new Office(server, wang, zhao, chen, admin);
  }

  end(): Promise<void> {
    return this.#server.end();
  }

  pathOf(by: Device, { hash }: Pick<Sent, 'hash'>): string {
    return `/api/letters/${by.id}/${hash}`;
  }

  async lists() {
    return readAnswer(deadLettersAnswerSchema, await this.admin.request('/api/letters'));
  }

  async isOpen({ hash }: Pick<Sent, 'hash'>): Promise<boolean> {
    return (await this.lists()).letters.some((line) => line.hash === hash && line.settled === null);
  }

  async reads(by: Device, sent: Pick<Sent, 'hash'>): Promise<DeadLetterAnswer> {
    return readAnswer(deadLetterAnswerSchema, await this.admin.request(this.pathOf(by, sent)));
  }

  async replays(by: Device, sent: Pick<Sent, 'hash'>) {
    const response = await this.admin.request(`${this.pathOf(by, sent)}/replay`, { method: 'POST' });
    return readAnswer(deadLetterVerdictSchema, response);
  }

  /** The correction of a dead letter, as the desk of the admin writes it: only the body differs. */
  async writesCorrection(
    by: Device,
    sent: Sent,
    changes: Partial<LedgerEvent['body']>,
    id = newId(),
  ): Promise<Sent> {
    const { admin } = this;
    const from = { text: sent.text, hash: sent.hash, person: by.person.id, device: by.id };
    const { body } = JSON.parse(sent.text) as LedgerEvent;
    const event = correctedEvent(from, { id, by: admin.person.id, device: admin.id }, {
      ...body,
      ...changes,
    } as LedgerEvent['body']);
    const signed = await admin.signs(JSON.stringify(event));
    return { ...signed, hash: sha256Of(signed.text) };
  }

  sends(
    by: Device,
    deadLetter: Pick<Sent, 'hash'>,
    { text, signature }: Omit<Sent, 'hash'>,
    from = this.admin,
  ): Promise<Response> {
    const body = JSON.stringify({ text, signature });
    return from.request(`${this.pathOf(by, deadLetter)}/mend`, { method: 'POST', body });
  }

  async corrects(by: Device, deadLetter: Sent, body: Partial<EventOf<'case.reported'>['body']>) {
    const sent = await this.sends(by, deadLetter, await this.writesCorrection(by, deadLetter, body));
    return readAnswer(deadLetterVerdictSchema, sent);
  }

  async inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(await databaseOf(this.#server.dataDir));
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  /** Adds a hazard kind to the catalogue. There is no screen for it yet. */
  async addsHazardKind(code: string): Promise<void> {
    await this.inStore((store) =>
      store.write.transaction().execute(async (tx) => {
        const feed = await openFeed(tx, this.admin.person.region);
        await editReference(
          tx,
          feed,
          [{ kind: 'hazardKind', id: code, value: { ...shippedHazardKinds[0]!, code } }],
          { by: this.admin.person.id, at: Date.now() },
        );
        await feed.close();
      }),
    );
  }
}

/** The row of a case as the device sees it. */
export const rowOf = async (device: Device, caseId: string) =>
  (await device.pullsAll()).subjects.find((row) => row.subject.id === caseId);
