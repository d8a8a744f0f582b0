import { createMemo, type Accessor } from 'solid-js';
import { usePerson } from '#ui/state/app/context.ts';
import { duration } from '#ui/i18n/format.ts';
import { t } from '#ui/i18n/messages.ts';

/** `still`: nothing is known yet, or nothing can travel of what has not arrived. */
export type Mood = 'safe' | 'still' | 'sending' | 'waiting' | 'signIn';

/** What sending does now, and in words why it does not go on. */
export const createSyncMood = (): { readonly mood: Accessor<Mood>; readonly doing: Accessor<string> } => {
  const { sending, sync, now } = usePerson();
  const status = () => sync.status();
  const mood = createMemo((): Mood => {
    const it = sending();
    if (!it?.waits) return it?.allSafe ? 'safe' : 'still';
    if (status().phase === 'signedOut') return 'signIn';
    return status().phase === 'sending' && status().error === null ? 'sending' : 'waiting';
  });
  const nextTry = () => {
    const wait = (status().nextTryAt ?? 0) - now();
    return wait > 0 ? t().separator + t().sync.nextTry(duration(wait)) : '';
  };
  const doing = () => {
    const { error, photosHeld } = status();
    if (mood() === 'signIn') return t().sync.signIn;
    if (error === 'upgradeNeeded') return t().sync.upgrade;
    if (mood() !== 'waiting') return mood() === 'sending' ? t().sync.sending : '';
    if (!error && photosHeld) return t().sync.wifi;
    const isLink = !error || error === 'offline' || error === 'timeout';
    return (isLink ? t().sync.waiting : t().sync.busy) + nextTry();
  };
  return { mood, doing };
};
