/** Mocks of the Node modules that the server imports. While a world runs, paths of its disk go to the simulated disk. */
import type * as fs from 'node:fs';
import type * as sqlite from '@photostructure/sqlite';
import type * as fsPromises from 'node:fs/promises';
import { SERVER_FOLDER, type ServerDisk } from './server-disk.ts';

let disk: ServerDisk | null = null;
export const useDisk = (next: ServerDisk | null): void => {
  disk = next;
};

type Any = (...args: never[]) => unknown;

/** Calls `simulated` for paths of the simulated disk, and `real` for all others. */
const split = <T extends object>(real: T, simulated: Readonly<Record<string, Any>>): T =>
  Object.fromEntries(
    Object.entries(real).map(([name, own]) => [
      name,
      name in simulated
        ? (...args: never[]) =>
            String(args[0]).startsWith(SERVER_FOLDER) ? simulated[name]!(...args) : (own as Any)(...args)
        : own,
    ]),
  ) as T;

const promised = (name: keyof ServerDisk['promises']): Any =>
  ((...args: never[]) => (disk!.promises[name] as Any)(...args)) as Any;

export const simulatedPromises = (real: typeof fsPromises) =>
  split(real, {
    mkdir: promised('mkdir'),
    open: promised('open'),
    rename: promised('rename'),
    link: promised('link'),
    copyFile: promised('copyFile'),
    rm: promised('rm'),
    stat: promised('stat'),
    readFile: promised('readFile'),
    readdir: promised('readdir'),
  });

export const simulatedFs = (real: typeof fs) =>
  split(real, { createReadStream: ((path: string) => disk!.createReadStream(path)) as Any });

type Sqlite = typeof sqlite;
const opened = new Set<InstanceType<Sqlite['DatabaseSync']>>();

/** What the end of a process does: rolls back open transactions and releases locks. */
export const closeDatabases = (): void => {
  for (const database of opened) {
    if (database.isTransaction) database.exec('rollback');
    database.close();
  }
  opened.clear();
};

/** Remembers open databases: a killed process does not close its own. */
export const simulatedSqlite = (real: Sqlite): Sqlite => ({
  ...real,
  DatabaseSync: class extends real.DatabaseSync {
    constructor(...args: ConstructorParameters<Sqlite['DatabaseSync']>) {
      super(...args);
      if (disk !== null) opened.add(this);
    }
  } as Sqlite['DatabaseSync'],
});
