/**
 * The command `recover-admin [--region <code>]`: prints a code with which a new admin enrols. It works while the server runs. Who
 * may run it may read the database too, so it gives away nothing.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { issueRecoveryCode } from './auth/codes.ts';
import { readConfiguration } from './configuration.ts';
import { serverSecret } from './store/secret.ts';
import { StartError } from './store/start-error.ts';
import { openStore, type Store } from './store/store.ts';

type Env = Readonly<Record<string, string | undefined>>;

const usage = 'Usage: recover-admin [--region <six digits>] [--data-dir <path>]';

const readArguments = (args: readonly string[], env: Env) => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { region: { type: 'string' }, 'data-dir': { type: 'string' } },
    });
    const dataDir = values['data-dir'];
    const configuration = readConfiguration(dataDir === undefined ? [] : ['--data-dir', dataDir], env);
    if (configuration) return { ...configuration, region: values.region ?? null };
  } catch (error) {
    if (error instanceof StartError) throw error;
  }
  throw new StartError(usage);
};

const regionOf = async ({ read }: Store, wanted: string | null): Promise<string> => {
  const rows = await read.selectFrom('people').select('region').distinct().orderBy('region').execute();
  const regions = rows.map(({ region }) => region);
  if (regions.length === 0)
    throw new StartError(
      'This server has no people yet. At its start it prints the code for the first admin.',
    );
  if (wanted !== null && regions.includes(wanted)) return wanted;
  if (wanted !== null || regions.length > 1)
    throw new StartError(`Choose a county of this server with --region: ${regions.join(', ')}.`);
  return regions[0]!;
};

/** Throws a StartError with the reason of a failure. */
export const runRecoverAdmin = async (
  args: readonly string[],
  env: Env,
  print: (line: string) => void,
  now: () => number = Date.now,
): Promise<void> => {
  const { dataDir, databaseUrl, publicUrl, port, region: wanted } = readArguments(args, env);
  const file = join(resolve(dataDir), 'grid-patrol.sqlite');
  if (databaseUrl === null && !existsSync(file))
    throw new StartError(`There is no Grid Patrol database in ${dataDir}. See --data-dir and DATABASE_URL.`);
  const store = await openStore(databaseUrl ?? file);
  try {
    const region = await regionOf(store, wanted);
    const { code } = await issueRecoveryCode(store, await serverSecret(store), region, now());
    print(`The code for a new admin of ${region}: ${code}`);
    print(`It is valid once, for one hour. Type it at ${publicUrl ?? `http://localhost:${port}`}/join`);
  } finally {
    await store.close();
  }
};
