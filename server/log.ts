import { pino, type Logger } from 'pino';

export type Log = Logger;

/** JSON lines on standard output; `silent` for tests. */
export const openLog = (level: string): Log => pino({ level, base: null });
