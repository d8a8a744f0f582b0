/** What a person at the terminal reads: plain lines on standard output, between the log's JSON. */
import { networkInterfaces } from 'node:os';
import { demoPassword, demoPeople } from './demo/community.ts';
import type { RunningServer } from './server.ts';

const lanAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).flatMap(({ family, internal, address }) =>
      family === 'IPv4' && !internal ? address : [],
    ),
  );

const demoTable = (): readonly string[] => [
  '',
  `  Demo sign-ins, password ${demoPassword} for all (anyone who reaches this server can use them):`,
  ...demoPeople.map(
    ({ username, role, name, scope }) =>
      `    ${username.padEnd(8)}${role.padEnd(11)}${name}  ${scope.join(', ')}`,
  ),
];

export const greet = (server: RunningServer, host: string | null): void => {
  const lines = [
    '',
    'Grid Patrol (巡格)',
    `  Listening on ${server.url}`,
    ...(host === null
      ? lanAddresses().map((address) => `  On this network: http://${address}:${server.port}`)
      : []),
    `  Data folder: ${server.dataDir}`,
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

export const complain = (message: string): void => {
  console.error(message);
};
