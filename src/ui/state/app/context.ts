import { createContext, useContext } from 'solid-js';
import type { AppState } from './app.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export const AppContext = createContext<AppState>();
export const PersonContext = createContext<PersonState>();

const required = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new Error(`${name} is used outside its provider`);
  return value;
};

/** State shared by all persons on this phone: session, settings, version. */
export const useApp = (): AppState => required(useContext(AppContext), 'AppContext');

/** State of the signed-in person. */
export const usePerson = (): PersonState => required(useContext(PersonContext), 'PersonContext');
