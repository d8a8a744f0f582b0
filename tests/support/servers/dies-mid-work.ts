/**
 * Loaded into a server before its code (`--import`): kills the process with SIGKILL right after its rename number
 * `DIES_AT_RENAME`. The time of a kill from outside would depend on the load of the machine.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const diesAt = Number(process.env['DIES_AT_RENAME']);
const { rename } = fs;
let renamed = 0;
fs.rename = async (from, to) => {
  await rename(from, to);
  renamed += 1;
  if (renamed === diesAt) process.kill(process.pid, 'SIGKILL');
};
syncBuiltinESMExports();
