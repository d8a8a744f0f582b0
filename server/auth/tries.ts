/**
 * Limits of failed tries that hold across all processes of the database, such as the guessing of codes.
 *
 * Promises: only failures count. After `allowed` failures of a name within the window the name is refused until the window
 * ends.
 */
import type { Millis } from '#domain/base/units.ts';
import type { Store } from '#server/store/store.ts';

export type Limit = { readonly allowed: number; readonly window: Millis };

export const mayTry = async (
  { read }: Store,
  name: string,
  { allowed }: Limit,
  now: Millis,
): Promise<boolean> => {
  const row = await read.selectFrom('failed_tries').selectAll().where('name', '=', name).executeTakeFirst();
  return !row || row.until <= now || row.failures < allowed;
};

export const noteFailure = async (
  { write }: Store,
  name: string,
  { window }: Limit,
  now: Millis,
): Promise<void> => {
  await write.deleteFrom('failed_tries').where('until', '<=', now).execute();
  await write
    .insertInto('failed_tries')
    .values({ name, failures: 1, until: now + window })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ failures: eb('failed_tries.failures', '+', 1) })),
    )
    .execute();
};
