/** What a person at the terminal reads: plain lines on standard output, between the log's JSON. */
import { networkInterfaces } from 'node:os';
import { renderUnicodeCompact } from 'uqr';
import type { Demo, Progress, RunningServer } from './server.ts';

const lanAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).flatMap(({ family, internal, address }) =>
      family === 'IPv4' && !internal ? address : [],
    ),
  );

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

export const greet = (
  server: RunningServer,
  { host, publicUrl }: Greeting,
  demo: Pick<Demo, 'greeting'>,
): void => {
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
    ...(server.isDemo ? demo.greeting() : []),
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

export const printLine = (line: string): void => {
  console.log(line);
};

export const printError = (message: string): void => {
  console.error(message);
};
