/**
 * Loaded into a server before its own code (`--import`): SIGKILL from within, right after the file renamed as the
 * `DIES_AT_RENAME`th. A kill from outside comes when the machine allows; this one comes in the middle every time.
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
