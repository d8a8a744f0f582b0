/** The template databases that `makeDatabase` copies, made once for each PostgreSQL of tests. */
import { openAuth } from '#server/auth/auth.ts';
import { openStore } from '#server/store/store.ts';
import { createDatabase, inPostgres, templateOf } from './database.ts';
import { mintSessions } from '#tests/support/servers/minted-sessions.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';

const makeTables = async (url: string): Promise<void> => {
  const store = await openStore(await createDatabase(templateOf('tables'), 'empty', url));
  await openAuth(store, 'the secret of no server, long enough to be one', null);
  await store.close();
};

/** Without the secret: each server makes its own. */
const makeCommunity = async (url: string): Promise<void> => {
  const databaseUrl = await createDatabase(templateOf('community'), 'tables', url);
  await (await startTestServer({ databaseUrl })).end();
  const store = await openStore(databaseUrl);
  await mintSessions(store);
  await store.close();
  await inPostgres((client) => client.query(`delete from settings where name = 'secret'`), databaseUrl);
};

export const makeTemplates = async (url: string): Promise<void> => {
  await makeTables(url);
  await makeCommunity(url);
};
