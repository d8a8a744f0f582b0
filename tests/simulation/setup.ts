/** Every test of this folder meets the machine of a world: its disk, and databases that end with a process. */
import { vi } from 'vitest';

vi.mock('node:fs/promises', async (real) => (await import('./machine.ts')).simulatedPromises(await real()));
vi.mock('node:fs', async (real) => (await import('./machine.ts')).simulatedFs(await real()));
vi.mock('@photostructure/sqlite', async (real) =>
  (await import('./machine.ts')).simulatedSqlite(await real()),
);
