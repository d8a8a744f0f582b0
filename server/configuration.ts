import { parseArgs } from 'node:util';
import { checkPostgresAddress } from './store/postgres-address.ts';
import { StartError } from './store/start-error.ts';

export type Configuration = {
  readonly port: number;
  /** Null listens on every address. */
  readonly host: string | null;
  readonly dataDir: string;
  /** A PostgreSQL address, password and all; null keeps the database in the data folder. */
  readonly databaseUrl: string | null;
  /** Where people reach the server, when a proxy stands in front; null for a plain local run. */
  readonly publicUrl: string | null;
  readonly trustedOrigins: readonly string[];
  readonly trustProxy: boolean;
  readonly isDemoWanted: boolean;
  /** Days of work the demo tells over an empty folder; 0 makes the community alone. */
  readonly demoDays: number;
  /** The folder may hold none of the photos the database knows. */
  readonly mayPhotosBeLost: boolean;
  readonly logLevel: string;
};

export const help = `Grid Patrol server

Usage: npm start -- [flags]      (or: node dist/server/main.js [flags])
       npm start -- backup --to <folder> [--data-dir <path>]      also while the server runs
       npm start -- restore --from <folder> [--data-dir <path>]   into an empty folder and database

Flags                 Environment        Default   Meaning
  --port <number>     PORT               8787      port to listen on; 0 takes a free one
  --host <address>    HOST               all       address to listen on
  --data-dir <path>   DATA_DIR           ./data    everything the server stores
                      DATABASE_URL       none      postgres://user:password@host:5432/database instead of
                                                   the embedded database; photos stay in the data folder,
                                                   which several servers may then share
  --no-demo           NO_DEMO=1          demo      an empty folder stays empty and asks for its first admin
  --demo-days <n>     DEMO_DAYS          60        days of work the demo plays on an empty folder, 0 to 365;
                                                   0 makes people, grids and places alone
  --photos-lost                                    start although the folder holds none of the photos
                                                   the database knows: phones send what they still have
                      PUBLIC_URL         none      the https:// address people use, behind a proxy
                      TRUSTED_ORIGINS    none      further origins allowed to write, separated by commas
                      TRUST_PROXY=1      0         take client addresses from the proxy's X-Forwarded-For
                      LOG_LEVEL          info      trace, debug, info, warn, error or silent
  --help                                           this text
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
    `The days of the demo must be a whole number from 0 to ${MAX_DEMO_DAYS}, not "${text}".`,
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
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const [reason] = (error as Error).message.split(/\.\s/);
    throw new StartError(`${reason}. See --help.`);
  }
};

/** Flags win over the environment. Null asks for the help text. Throws a StartError on a wrong value. */
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
  if (dataDir === '') throw new StartError('The data folder must have a name.');
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
    isDemoWanted: !(flags['no-demo'] ?? readSwitch('NO_DEMO', env['NO_DEMO'])),
    demoDays: readDemoDays(flags['demo-days'] ?? (env['DEMO_DAYS'] || '60')),
    mayPhotosBeLost: flags['photos-lost'] ?? false,
    logLevel,
  };
};
