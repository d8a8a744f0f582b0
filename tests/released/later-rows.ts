/**
 * Stores rows of a later version in a running server: kinds, types and states that released clients do not have. Each row
 * is a change of its region, so the next pull returns it.
 */
import type { Insertable } from 'kysely';
import { openFeed } from '#server/ledger/feed.ts';
import { editReference, type ReferenceEdit } from '#server/ledger/reference.ts';
import { openStore } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import type { TestServer } from '#tests/support/servers/test-server.ts';

/** A subject of any kind, in any state, with events of any type in its timeline. */
type LaterSubject = {
  readonly kind: string;
  readonly id: string;
  readonly reporter: string;
  /** The grid code of its audience. */
  readonly gridScope: string;
  readonly photos: readonly object[];
  readonly timeline: readonly object[];
  readonly [more: string]: unknown;
};
type LaterReference = { readonly kind: string; readonly id: string; readonly value: unknown };

export const storeLaterRows = async (
  { dataDir }: Pick<TestServer, 'dataDir'>,
  region: string,
  {
    subjects = [],
    reference = [],
  }: { subjects?: readonly LaterSubject[]; reference?: readonly LaterReference[] },
): Promise<void> => {
  const store = await openStore(await databaseOf(dataDir));
  try {
    await store.write.transaction().execute(async (tx) => {
      const feed = await openFeed(tx, region);
      await editReference(tx, feed, reference as readonly ReferenceEdit[], { by: null, at: Date.now() });
      for (const subject of subjects) {
        const { kind, id, gridScope, reporter } = subject;
        const row = {
          region,
          kind,
          id,
          seq: feed.take({ kind, id } as Parameters<typeof feed.take>[0]),
          audience: JSON.stringify({ gridScope, people: [reporter] }),
          body: JSON.stringify(subject),
        } as Insertable<Tables['subjects']>;
        const { seq, audience, body } = row;
        await tx
          .insertInto('subjects')
          .values(row)
          .onConflict((it) => it.columns(['region', 'kind', 'id']).doUpdateSet({ seq, audience, body }))
          .execute();
      }
      await feed.close();
    });
  } finally {
    await store.close();
  }
};
