/** The sections of the admin desk, in the order of the navigation. Each is one line here and a folder of its own. */
import type { Component } from 'solid-js';
import { DeadLetters } from '#ui/screens/dead-letters/DeadLetters.tsx';
import type { ShellMessages } from '#ui/i18n/admin/shell.ts';
import { Audit } from './audit/Audit.tsx';
import { Calendar } from './calendar/Calendar.tsx';
import { FirstSteps } from './first-steps/FirstSteps.tsx';
import { Devices } from './devices/Devices.tsx';
import { Grids } from './grids/Grids.tsx';
import { Hazards } from './hazards/Hazards.tsx';
import { People } from './people/People.tsx';
import { Places } from './places/Places.tsx';
import { Settings } from './settings/Settings.tsx';
import { Units } from './units/Units.tsx';

export type SectionName = keyof ShellMessages['sections'];
export type Section = { readonly name: SectionName; readonly screen: Component };

export const sections: readonly Section[] = [
  { name: 'first-steps', screen: FirstSteps },
  { name: 'people', screen: People },
  { name: 'units', screen: Units },
  { name: 'grids', screen: Grids },
  { name: 'places', screen: Places },
  { name: 'hazards', screen: Hazards },
  { name: 'calendar', screen: Calendar },
  { name: 'settings', screen: Settings },
  { name: 'devices', screen: Devices },
  { name: 'dead-letters', screen: DeadLetters },
  { name: 'audit', screen: Audit },
];
