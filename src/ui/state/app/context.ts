import { createContext, useContext } from 'solid-js';
import type { AppState } from './app.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export const AppContext = createContext<AppState>();
export const PersonContext = createContext<PersonState>();

const needed = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new Error(`${name} is used outside its provider`);
  return value;
};

/** What everyone on this phone shares: who is signed in, how it looks, which version runs. */
export const useApp = (): AppState => needed(useContext(AppContext), 'AppContext');

/** The signed-in person's own work. */
export const usePerson = (): PersonState => needed(useContext(PersonContext), 'PersonContext');
