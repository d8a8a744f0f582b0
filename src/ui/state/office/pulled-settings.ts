import type { Accessor } from 'solid-js';
import type { Settings } from '#domain/office/settings.ts';
import { officeSettings } from '#storage/subjects/office-settings.ts';
import { createLiveQuery } from '#ui/state/reactive/live-query.ts';
import type { PersonState } from '#ui/state/person/person.ts';

/** The settings of the office on this device; undefined until they are read or pulled. */
export const createPulledSettings = ({ db }: Pick<PersonState, 'db'>): Accessor<Settings | undefined> =>
  createLiveQuery(() => () => officeSettings(db));
