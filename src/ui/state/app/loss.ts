import type { SharedDb, SignedInRow } from '#storage/databases/shared-db.ts';
import { forgetLoss } from '#storage/person/sign-in.ts';

/** Only the person dismisses the loss; it never expires. */
export const dismissLoss = (shared: SharedDb, me: SignedInRow): Promise<void> => forgetLoss(shared, me.id);
