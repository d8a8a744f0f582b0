/** Setup of every test file here: mocks the modules of the machine, see machine.ts. */
import { vi } from 'vitest';

vi.mock('node:fs/promises', async (real) =>
  (await import('#tests/simulation/disk/machine.ts')).simulatedPromises(await real()),
);
vi.mock('node:fs', async (real) =>
  (await import('#tests/simulation/disk/machine.ts')).simulatedFs(await real()),
);
vi.mock('@photostructure/sqlite', async (real) =>
  (await import('#tests/simulation/disk/machine.ts')).simulatedSqlite(await real()),
);
