/** The sections of the admin desk, in the order of the navigation. Each is one line here and a folder of its own. */
import type { Component } from 'solid-js';
import { DeadLetters } from '#ui/screens/dead-letters/DeadLetters.tsx';
import type { ShellMessages } from '#ui/i18n/admin/shell.ts';
import { Grids } from './grids/Grids.tsx';
import { People } from './people/People.tsx';
import { Places } from './places/Places.tsx';
import { Units } from './units/Units.tsx';

export type SectionName = keyof ShellMessages['sections'];
export type Section = { readonly name: SectionName; readonly screen: Component };

export const sections: readonly Section[] = [
  { name: 'people', screen: People },
  { name: 'units', screen: Units },
  { name: 'grids', screen: Grids },
  { name: 'places', screen: Places },
  { name: 'dead-letters', screen: DeadLetters },
];
