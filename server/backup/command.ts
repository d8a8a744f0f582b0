/** `backup --to <folder>` and `restore --from <folder>`, beside the flags and variables that name the server's data. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openAuth } from '#server/auth/auth.ts';
import { readConfiguration } from '#server/configuration.ts';
import { openDataFolder } from '#server/store/data-folder.ts';
import { StartError } from '#server/store/start-error.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { backUp } from './back-up.ts';
import type { Tell } from './backup-format.ts';
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

/** With better-auth's tables too: they are in the backup like any other. */
const withStore = async <T>(place: string, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(place);
  try {
    await store.withGlobalLock(() =>
      openAuth(store, 'only to make its tables, never to sign anything', null),
    );
    return await work(store);
  } finally {
    await store.close();
  }
};

const runBackup = async ({ folder, dataDir, databaseUrl }: Arguments, tell: Tell): Promise<void> => {
  const file = join(dataDir, 'grid-patrol.sqlite');
  if (databaseUrl === null && !existsSync(file))
    throw new StartError(`There is no Grid Patrol database in ${dataDir}. See --data-dir and DATABASE_URL.`);
  await withStore(databaseUrl ?? file, async (store) => {
    tell(`Backing up ${store.name}, with the photos in ${dataDir}`);
    await backUp(store, join(dataDir, 'photos'), folder, { tell, now: new Date() });
  });
  tell(`The backup is whole: ${folder}`);
};

const runRestore = async ({ folder, dataDir, databaseUrl }: Arguments, tell: Tell): Promise<void> => {
  const data = await openDataFolder(dataDir, 'alone');
  try {
    await withStore(databaseUrl ?? data.database, async (store) => {
      tell(`Restoring into ${store.name}, with the photos in ${dataDir}`);
      const { createdAt } = await restore(store, data.photos, folder, tell);
      tell(`Restored: everything as of ${createdAt}`);
    });
  } finally {
    data.release();
  }
};

/** Throws a StartError. */
export const runBackupCommand = async (
  command: Command,
  args: readonly string[],
  env: Env,
  tell: Tell,
): Promise<void> => {
  const given = readArguments(command, args, env);
  try {
    await (command === 'backup' ? runBackup(given, tell) : runRestore(given, tell));
  } catch (error) {
    if (error instanceof StartError || !(error instanceof Error)) throw error;
    throw new StartError(`The ${command} failed and is not whole: ${error.message}.`);
  }
};
