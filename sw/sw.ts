import { createMeteredLink } from '#device/metered-link.ts';
import { startShell } from './shell.ts';
import { answerSyncEvents } from './background-sync.ts';

startShell();
answerSyncEvents(createMeteredLink().isMetered);
