import { parseArgs } from 'node:util';
import { checkPostgresAddress } from './store/postgres-address.ts';
import { StartError } from './store/start-error.ts';

export type Configuration = {
  readonly port: number;
  /** Null listens on every address. */
  readonly host: string | null;
  readonly dataDir: string;
  /** A PostgreSQL address with its password. Null: the database is a file in the data folder. */
  readonly databaseUrl: string | null;
  /** The address that people open, if the server is behind a proxy. */
  readonly publicUrl: string | null;
  readonly trustedOrigins: readonly string[];
  readonly trustProxy: boolean;
  readonly isDemoWanted: boolean;
  /** Days of work that the demo plays on an empty folder. 0: people, grids and places only. */
  readonly demoDays: number;
  /** The server may start although the folder has none of the photos of the database. */
  readonly mayPhotosBeLost: boolean;
  /** A folder with files of a county, which the start imports; null for none. */
  readonly importFolder: string | null;
  readonly logLevel: string;
};

export const help = `Grid Patrol server

Usage: npm start -- [flags]      (or: node dist/server/main.js [flags])
       npm start -- backup --to <folder> [--data-dir <path>]      also while the server runs
       npm start -- restore --from <folder> [--data-dir <path>]   into an empty folder and database
       npm start -- recover-admin [--data-dir <path>]             prints a code for a new admin

Flags                 Environment        Default   Meaning
  --port <number>     PORT               8787      port to listen on; 0: any free port
  --host <address>    HOST               all       address to listen on
  --data-dir <path>   DATA_DIR           ./data    where the server stores everything
                      DATABASE_URL       none      postgres://user:password@host:5432/database instead of
                                                   the embedded database; photos stay in the data folder,
                                                   which several servers can then share
  --no-demo           NO_DEMO=1          demo      start without a demo and ask for the first admin
  --demo-days <n>     DEMO_DAYS          60        days of work the demo plays on an empty folder, 0 to 365;
                                                   0: people, grids and places only
  --import <folder>                                write areas, grids, hazards, units, people, places and
                                                   calendar from the files of the folder (csv, xlsx, geojson)
                                                   and start without a demo; twice changes nothing
  --photos-lost                                    start although the folder has none of the photos
                                                   of the database; phones send again what they have
                      PUBLIC_URL         none      the https:// address of the proxy that people open
                      TRUSTED_ORIGINS    none      other origins that may write, separated by commas
                      TRUST_PROXY=1      0         read client addresses from X-Forwarded-For
                      LOG_LEVEL          info      trace, debug, info, warn, error or silent
  --help                                           print this text
`;

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

const readPort = (text: string): number => {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new StartError(`The port must be a whole number from 0 to 65535, not "${text}".`);
};

const MAX_DEMO_DAYS = 365;

const readDemoDays = (text: string): number => {
  if (/^\d{1,3}$/.test(text) && Number(text) <= MAX_DEMO_DAYS) return Number(text);
  throw new StartError(
    `The number of demo days must be a whole number from 0 to ${MAX_DEMO_DAYS}, not "${text}".`,
  );
};

const readOrigin = (name: string, text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.pathname === '/')
    return url.origin;
  throw new StartError(`${name} must be an address like https://patrol.example.org, not "${text}".`);
};

const readSwitch = (name: string, text: string | undefined): boolean => {
  if (text === undefined || text === '' || text === '0') return false;
  if (text === '1') return true;
  throw new StartError(`${name} must be 0 or 1, not "${text}".`);
};

const readFlags = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'data-dir': { type: 'string' },
        'no-demo': { type: 'boolean' },
        'demo-days': { type: 'string' },
        'photos-lost': { type: 'boolean' },
        import: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const [reason] = (error as Error).message.split(/\.\s/);
    throw new StartError(`${reason}. See --help.`);
  }
};

/** A flag overrides the environment. Returns null for `--help`. Throws a StartError on an invalid value. */
export const readConfiguration = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Configuration | null => {
  const flags = readFlags(args);
  if (flags.help) return null;
  const publicUrl = env['PUBLIC_URL'] ? readOrigin('PUBLIC_URL', env['PUBLIC_URL']) : null;
  const origins = (env['TRUSTED_ORIGINS'] ?? '').split(',').flatMap((text) => text.trim() || []);
  const logLevel = env['LOG_LEVEL'] || 'info';
  if (!logLevels.includes(logLevel))
    throw new StartError(`LOG_LEVEL must be one of ${logLevels.join(', ')}, not "${logLevel}".`);
  const dataDir = flags['data-dir'] ?? env['DATA_DIR'] ?? './data';
  if (dataDir === '') throw new StartError('The path of the data folder must not be empty.');
  const importFolder = flags.import ?? null;
  if (importFolder === '') throw new StartError('The path of the folder to import must not be empty.');
  return {
    port: readPort(flags.port ?? (env['PORT'] || '8787')),
    host: flags.host ?? (env['HOST'] || null),
    dataDir,
    databaseUrl: env['DATABASE_URL'] ? checkPostgresAddress(env['DATABASE_URL']) : null,
    publicUrl,
    trustedOrigins: [
      ...(publicUrl ? [publicUrl] : []),
      ...origins.map((text) => readOrigin('TRUSTED_ORIGINS', text)),
    ],
    trustProxy: readSwitch('TRUST_PROXY', env['TRUST_PROXY']),
    isDemoWanted: importFolder === null && !(flags['no-demo'] ?? readSwitch('NO_DEMO', env['NO_DEMO'])),
    demoDays: readDemoDays(flags['demo-days'] ?? (env['DEMO_DAYS'] || '60')),
    mayPhotosBeLost: flags['photos-lost'] ?? false,
    importFolder,
    logLevel,
  };
};
