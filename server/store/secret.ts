import { randomBytes } from 'node:crypto';
import type { Store } from './store.ts';

/** The server's own secret, made once and kept beside the data it signs for. */
export const serverSecret = async ({ write }: Store): Promise<string> => {
  await write
    .insertInto('settings')
    .values({ name: 'secret', value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await write
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'secret')
    .executeTakeFirstOrThrow();
  return row.value;
};
