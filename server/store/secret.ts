import { randomBytes } from 'node:crypto';
import type { Store } from './store.ts';

/** The secret of the server. Created once and stored with the data, so that a restored server has it too. */
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
