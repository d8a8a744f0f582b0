/**
 * Limits of failed tries that hold across all processes of the database, such as the guessing of codes and passwords.
 *
 * Promises: only failures count. A try counts as failed from its beginning until it succeeds, so that many tries at once do
 * not pass the limit. Beyond `allowed` failures within the window a name is refused: until the window ends, or for a
 * pause after each further failure that doubles up to `longest`.
 */
import type { Millis } from '#domain/base/units.ts';
import type { Store } from '#server/store/store.ts';

export type Limit = {
  readonly name: string;
  readonly allowed: number;
  readonly window: Millis;
  readonly pause?: { readonly first: Millis; readonly longest: Millis };
};

type Row = { readonly failures: number; readonly last_at: Millis; readonly until: Millis };

const isOpen = ({ allowed, pause }: Limit, { failures, last_at: lastAt }: Row, now: Millis): boolean => {
  if (failures < allowed) return true;
  return (
    pause !== undefined && lastAt + Math.min(pause.first * 2 ** (failures - allowed), pause.longest) <= now
  );
};

/** Counts a try. False: it is refused, and does not count. */
const beginTry = async ({ write }: Store, limit: Limit, now: Millis): Promise<boolean> => {
  const { name, window } = limit;
  // Another try may have counted between the read and the write: then both are done again.
  for (;;) {
    const stored = await write
      .selectFrom('failed_tries')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst();
    if (!stored) {
      await write.deleteFrom('failed_tries').where('until', '<=', now).execute();
      const { numInsertedOrUpdatedRows = 0n } = await write
        .insertInto('failed_tries')
        .values({ name, failures: 1, last_at: now, until: now + window })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows > 0n) return true;
      continue;
    }
    const row = stored.until > now ? stored : { failures: 0, last_at: now, until: now + window };
    if (!isOpen(limit, row, now)) return false;
    const { numUpdatedRows } = await write
      .updateTable('failed_tries')
      .set({ failures: row.failures + 1, last_at: now, until: row.until })
      .where('name', '=', name)
      .where('failures', '=', stored.failures)
      .where('until', '=', stored.until)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return true;
  }
};

const takeBack = async ({ write }: Store, names: readonly string[]): Promise<void> => {
  if (names.length === 0) return;
  await write
    .updateTable('failed_tries')
    .set((eb) => ({ failures: eb('failures', '-', 1) }))
    .where('name', 'in', names)
    .where('failures', '>', 0)
    .execute();
};

/** Null: a limit refuses the try. `isFailure` tells whether the result counts; an error counts too. */
export const withinLimits = async <T>(
  store: Store,
  limits: readonly Limit[],
  now: Millis,
  work: () => Promise<T>,
  isFailure: (result: T) => boolean,
): Promise<T | null> => {
  const begun: string[] = [];
  for (const limit of limits) {
    if (await beginTry(store, limit, now)) begun.push(limit.name);
    else {
      await takeBack(store, begun);
      return null;
    }
  }
  const result = await work();
  if (!isFailure(result)) await takeBack(store, begun);
  return result;
};

/** Remembers a name that no failure refers to, such as of an address at which a person signed in. */
export const remember = async ({ write }: Store, name: string, until: Millis, now: Millis): Promise<void> => {
  await write
    .insertInto('failed_tries')
    .values({ name, failures: 0, last_at: now, until })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ until }))
    .execute();
};

export const isRemembered = async ({ read }: Store, name: string, now: Millis): Promise<boolean> => {
  const row = await read
    .selectFrom('failed_tries')
    .select('until')
    .where('name', '=', name)
    .executeTakeFirst();
  return row !== undefined && row.until > now;
};
