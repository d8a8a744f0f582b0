/** Sixteen writers and a reader that follows its cursor, on a database where writers run in parallel. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Authority } from '#domain/ledger/roles.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { pullPage } from '#server/ledger/pull.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { isOnPostgres, makeDatabase } from '#tests/support/database/database.ts';
import { makeNaiveFeed, readNaively, writeNaively } from '#tests/support/database/naive-feed.ts';

const WRITERS = 16;
const ROWS_PER_WRITER = 12;

const region = '330199';
const grid = `${region}001002001`;
const viewer: Authority = { person: 'reviewer', role: 'reviewer', region, scope: [region] };
const audience = JSON.stringify({ gridScope: grid, people: [] });

type Follow<C> = (cursor: C) => Promise<{ readonly names: readonly string[]; readonly cursor: C }>;

/** The names that the reader has read when all writers have ended and it has reached the end. */
const race = async <C>(
  start: C,
  write: (name: string, pause: number) => Promise<void>,
  follow: Follow<C>,
): Promise<readonly string[]> => {
  let writing = true;
  const writers = Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let row = 0; row < ROWS_PER_WRITER; row++)
        await write(`${writer}-${row}`, ((writer * 7 + row * 3) % 5) / 1000);
    }),
  ).finally(() => {
    writing = false;
  });
  const seen: string[] = [];
  let cursor = start;
  for (let isLast = false; !isLast;) {
    isLast = !writing;
    const page = await follow(cursor);
    seen.push(...page.names);
    cursor = page.cursor;
    if (page.names.length > 0) isLast = false;
  }
  await writers;
  return seen;
};

describe.runIf(isOnPostgres())('sixteen writers at once', () => {
  let url: string;
  let stores: readonly Store[];
  beforeAll(async () => {
    url = await makeDatabase();
    // For the database these are two processes. Together they have enough connections for all writers.
    stores = [await openStore(url), await openStore(url)];
    await stores[0]!.write.insertInto('regions').values({ region, seq: 0, mark: '' }).execute();
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
  });

  let turn = 0;
  const anyStore = (): Store => stores[turn++ % stores.length]!;

  test('[L1] the race exists, seqs from a database sequence → the reader skips rows', async () => {
    await makeNaiveFeed(stores[0]!.write);
    const seen = await race(
      0,
      (name, pause) => writeNaively(anyStore().write, name, pause),
      (cursor) => readNaively(stores[0]!.read, cursor),
    );
    expect(seen.length).toBeLessThan(WRITERS * ROWS_PER_WRITER);
  });

  test('[L1] no row is skipped, seqs from the region row → the reader reads every row once', async () => {
    const write = (id: string, pause: number) =>
      anyStore()
        .write.transaction()
        .execute(async (tx) => {
          const feed = await openFeed(tx, region);
          const body = JSON.stringify({ kind: 'case', id, photos: [], timeline: [] });
          const seq = feed.take({ kind: 'case', id });
          await tx.insertInto('subjects').values({ region, kind: 'case', id, seq, audience, body }).execute();
          await sql`select pg_sleep(${pause})`.execute(tx);
          await feed.close();
        });
    const seen = await race<string | null>(null, write, async (cursor) => {
      const page = await pullPage(stores[0]!, viewer, cursor);
      return { names: page.subjects.map((row) => row.subject.id), cursor: page.cursor };
    });
    expect(seen).toHaveLength(WRITERS * ROWS_PER_WRITER);
    expect(new Set(seen).size).toBe(WRITERS * ROWS_PER_WRITER);
  });
});
