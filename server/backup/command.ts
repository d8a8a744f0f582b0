/** The commands `backup --to <folder>` and `restore --from <folder>`. They read the same settings as the server. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openAuth } from '#server/auth/auth.ts';
import { readConfiguration } from '#server/configuration.ts';
import { openDataFolder } from '#server/store/data-folder.ts';
import { StartError } from '#server/store/start-error.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { backUp } from './back-up.ts';
import type { PrintLine } from './backup-format.ts';
import { restore } from './restore.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Command = 'backup' | 'restore';
const flagOf = { backup: 'to', restore: 'from' } as const;

const readArguments = (command: Command, args: readonly string[], env: Env) => {
  const flag = flagOf[command];
  const usage = `Usage: ${command} --${flag} <folder> [--data-dir <path>]`;
  let values: Record<string, string | undefined>;
  try {
    const options = { [flag]: { type: 'string' as const }, 'data-dir': { type: 'string' as const } };
    values = parseArgs({ args: [...args], options }).values;
  } catch {
    throw new StartError(usage);
  }
  const folder = values[flag];
  if (!folder) throw new StartError(usage);
  const dataDir = values['data-dir'];
  const configuration = readConfiguration(dataDir === undefined ? [] : ['--data-dir', dataDir], env);
  if (!configuration) throw new StartError(usage);
  return {
    folder: resolve(folder),
    dataDir: resolve(configuration.dataDir),
    databaseUrl: configuration.databaseUrl,
  };
};
type Arguments = ReturnType<typeof readArguments>;

/** Creates the tables of better-auth too: a backup has them like all others. */
const withStore = async <T>(address: string, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(address);
  try {
    await store.withGlobalLock(() =>
      openAuth(store, 'only to create the tables, never to sign anything', null),
    );
    return await work(store);
  } finally {
    await store.close();
  }
};

const runBackup = async ({ folder, dataDir, databaseUrl }: Arguments, print: PrintLine): Promise<void> => {
  const file = join(dataDir, 'grid-patrol.sqlite');
  if (databaseUrl === null && !existsSync(file))
    throw new StartError(`There is no Grid Patrol database in ${dataDir}. See --data-dir and DATABASE_URL.`);
  await withStore(databaseUrl ?? file, async (store) => {
    print(`Backing up ${store.name}, with the photos in ${dataDir}`);
    await backUp(store, join(dataDir, 'photos'), folder, { print, now: new Date() });
  });
  print(`The backup is complete: ${folder}`);
};

const runRestore = async ({ folder, dataDir, databaseUrl }: Arguments, print: PrintLine): Promise<void> => {
  const data = await openDataFolder(dataDir, 'alone');
  try {
    await withStore(databaseUrl ?? data.database, async (store) => {
      print(`Restoring into ${store.name}, with the photos in ${dataDir}`);
      const { createdAt } = await restore(store, data.photos, folder, print);
      print(`Restored: all data as of ${createdAt}`);
    });
  } finally {
    data.release();
  }
};

/** Throws a StartError with the reason of a failure. */
export const runBackupCommand = async (
  command: Command,
  args: readonly string[],
  env: Env,
  print: PrintLine,
): Promise<void> => {
  const values = readArguments(command, args, env);
  try {
    await (command === 'backup' ? runBackup(values, print) : runRestore(values, print));
  } catch (error) {
    if (error instanceof StartError || !(error instanceof Error)) throw error;
    throw new StartError(`The ${command} failed and is incomplete: ${error.message}.`);
  }
};
