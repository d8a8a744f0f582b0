import type { MainDb } from '#storage/databases/main-db.ts';
import { remainingOf, type Remaining } from './remaining-of.ts';
import { readWaiting } from './waiting.ts';

/** Events without a verdict. */
export const countUnsent = (db: MainDb): Promise<number> => db.outbox.where('unsent').equals(1).count();

export const remaining = async (db: MainDb): Promise<Remaining> => remainingOf(await readWaiting(db));

export const isNothing = ({ events, thumbnails, photos }: Remaining): boolean =>
  events + thumbnails + photos === 0;
