import { startShell } from './shell.ts';
import { answerSyncEvents } from './background-sync.ts';

startShell();
answerSyncEvents();
