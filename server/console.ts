/** What a person at the terminal reads: plain lines on standard output, between the log's JSON. */
import { networkInterfaces } from 'node:os';
import { renderUnicodeCompact } from 'uqr';
import { demoPassword, demoPeople } from './demo/community.ts';
import type { Progress } from './demo/play.ts';
import { demoGrids } from './demo/grids.ts';
import type { RunningServer } from './server.ts';

const lanAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).flatMap(({ family, internal, address }) =>
      family === 'IPv4' && !internal ? address : [],
    ),
  );

/** A Chinese character is two columns wide. */
const padName = (name: string): string => name + ' '.repeat(Math.max(1, 9 - name.length * 2));

/** A grid by its number and name; what is wider by its code alone. */
const scopeWords = (code: string): string => {
  const grid = demoGrids.find((it) => it.code === code);
  return grid ? `${code}  ${grid.name.zh} ${grid.name.en}` : code;
};

const demoTable = (): readonly string[] => [
  '',
  `  Demo sign-ins, password ${demoPassword} for all (anyone who reaches this server can use them):`,
  ...demoPeople.map(
    ({ username, role, name, scope }) =>
      `    ${username.padEnd(8)}${role.padEnd(11)}${padName(name)}${scope.map(scopeWords).join(', ')}`,
  ),
];

/** For a phone's camera. Only https: elsewhere a phone's browser gives no camera, no position and no storage. */
const qrLines = (publicUrl: string | null): readonly string[] =>
  publicUrl?.startsWith('https:')
    ? [
        '',
        `  Open on a phone: ${publicUrl}`,
        ...renderUnicodeCompact(publicUrl, { border: 2 })
          .split('\n')
          .map((line) => `  ${line}`),
      ]
    : [];

export type Greeting = { readonly host: string | null; readonly publicUrl: string | null };

export const greet = (server: RunningServer, { host, publicUrl }: Greeting): void => {
  const lines = [
    '',
    'Grid Patrol (巡格)',
    `  Listening on ${server.url}`,
    ...(host === null
      ? lanAddresses().map((address) => `  On this network: http://${address}:${server.port}`)
      : []),
    `  Data folder: ${server.dataDir}`,
    `  Database: ${server.database}`,
    ...qrLines(publicUrl),
    ...(server.isDemo ? demoTable() : []),
    ...(server.firstAdminCode
      ? [
          '',
          `  This server has nobody yet. Open it and make the first admin with the code ${server.firstAdminCode}`,
        ]
      : []),
    '',
  ];
  console.log(lines.join('\n'));
};

const SECONDS_A_LINE = 3;

/** One line written over and over on a terminal; where lines stay, one every few seconds. */
export const showProgress = (out: NodeJS.WriteStream = process.stdout): Progress => {
  let saidAt = 0;
  return (done, total) => {
    const line = `Playing the demo through the server's own doors: ${Math.floor((done / total) * 100)} %`;
    if (out.isTTY) out.write(`\r${line}${done === total ? '\n' : ''}`);
    else if (done === total || performance.now() - saidAt > SECONDS_A_LINE * 1000) {
      saidAt = performance.now();
      out.write(`${line}\n`);
    }
  };
};

export const complain = (message: string): void => {
  console.error(message);
};
