import { createMeteredLink } from '#device/metered-link.ts';
import { DECODER_CACHE } from '#photo/decoder-cache.ts';
import { startShell } from './shell.ts';
import { answerSyncEvents } from './background-sync.ts';

startShell(DECODER_CACHE);
answerSyncEvents(createMeteredLink().isMetered);
