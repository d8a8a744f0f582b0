import { createMemo, type Accessor } from 'solid-js';
import { usePerson } from '#ui/state/app/context.ts';
import { duration } from '#ui/i18n/format.ts';
import { t } from '#ui/i18n/messages.ts';

/** `idle`: nothing is read yet, or nothing that is missing on the server can be sent. */
export type SyncActivity = 'safe' | 'idle' | 'sending' | 'waiting' | 'signIn';

/** The state of sending, and its text with the reason for a stop. */
export const createSyncActivity = (): {
  readonly activity: Accessor<SyncActivity>;
  readonly doing: Accessor<string>;
} => {
  const { sending, sync, now, corrected } = usePerson();
  const status = () => sync.status();
  const activity = createMemo((): SyncActivity => {
    const it = sending();
    if (!it?.waits) return it?.allSafe ? 'safe' : 'idle';
    if (status().phase === 'signedOut') return 'signIn';
    return status().phase === 'sending' && status().error === null ? 'sending' : 'waiting';
  });
  const nextTry = () => {
    const wait = corrected(status().nextTryAt ?? 0) - now();
    return wait > 0 ? t().separator + t().sync.nextTry(duration(wait)) : '';
  };
  const doing = () => {
    const { error, waitingForWifi } = status();
    if (activity() === 'signIn') return t().sync.signIn;
    if (error === 'upgradeNeeded') return t().sync.upgrade;
    if (activity() !== 'waiting') return activity() === 'sending' ? t().sync.sending : '';
    if (!error && waitingForWifi) return t().sync.wifi;
    const isLink = !error || error === 'offline' || error === 'timeout';
    return (isLink ? t().sync.waiting : t().sync.busy) + nextTry();
  };
  return { activity, doing };
};
