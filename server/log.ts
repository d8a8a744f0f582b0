import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Writes JSON lines to standard output. The level `silent` writes nothing. */
export const openLog = (level: string): Log => pino({ level, base: null });
