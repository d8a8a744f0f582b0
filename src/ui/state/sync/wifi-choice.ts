import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { createMeteredLink, type MeteredLink } from '#device/metered-link.ts';
import { readSetting, writeSetting } from '#storage/databases/shared-db.ts';
import { createLiveQuery } from '#ui/state/reactive/live-query.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export type WifiChoice = {
  /** False if the browser does not report whether the link is metered. */
  readonly isOffered: Accessor<boolean>;
  readonly isChosen: Accessor<boolean>;
  readonly choose: (wifiOnly: boolean) => Promise<void>;
};

/** Photos over Wi-Fi only: one setting for all persons on this phone, for every tab and the service worker. */
export const createWifiChoice = (
  { shared, sync }: PersonState,
  link: MeteredLink = createMeteredLink(),
): WifiChoice => {
  const [isOffered, setOffered] = createSignal(link.canTell());
  onCleanup(link.watch(() => setOffered(link.canTell())));
  const stored = createLiveQuery(() => () => readSetting(shared, 'photosOverWifi'));
  return {
    isOffered,
    isChosen: () => stored() === 'yes',
    choose: async (wifiOnly) => {
      await writeSetting(shared, 'photosOverWifi', wifiOnly ? 'yes' : 'no');
      sync.wake('save');
    },
  };
};
