/** Plain lines for the person at the terminal: on standard output, between the JSON lines of the log. */
import { networkInterfaces } from 'node:os';
import { renderUnicodeCompact } from 'uqr';
import type { Demo, Progress, RunningServer } from './server.ts';

const lanAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).flatMap(({ family, internal, address }) =>
      family === 'IPv4' && !internal ? address : [],
    ),
  );

/** A QR code for the camera of a phone. HTTPS only: without it, a browser gives no camera, position or storage. */
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
          `  This server has no admin yet. Open it in a browser and create the first admin with the code ${server.firstAdminCode}`,
        ]
      : []),
    '',
  ];
  console.log(lines.join('\n'));
};

const SECONDS_PER_LINE = 3;

/** On a terminal: one line, updated in place. In a file or pipe: one line every few seconds. */
export const showProgress = (out: NodeJS.WriteStream = process.stdout): Progress => {
  let printedAt = 0;
  return (done, total) => {
    const line = `Playing the demo: ${Math.floor((done / total) * 100)} %`;
    if (out.isTTY) out.write(`\r${line}${done === total ? '\n' : ''}`);
    else if (done === total || performance.now() - printedAt > SECONDS_PER_LINE * 1000) {
      printedAt = performance.now();
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
