/** What the database of a server has of one device. */
import { openStore } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';

export const rowsOfDevice = async (dataDir: string, device: string) => {
  const store = await openStore(await databaseOf(dataDir));
  try {
    const { read } = store;
    return {
      events: await read.selectFrom('events').selectAll().where('device', '=', device).execute(),
      deadLetters: await read.selectFrom('dead_letters').selectAll().where('device', '=', device).execute(),
    };
  } finally {
    await store.close();
  }
};

export const hashesOf = (rows: readonly { readonly hash: string }[]): readonly string[] =>
  rows.map(({ hash }) => hash).toSorted();
