import { answer, refuse } from './answer.ts';
import { readPerson } from './sender.ts';
import type { AppContext } from './services.ts';

/** GET /api/session: who am I. */
export const session = async (c: AppContext) => {
  const person = await readPerson(c);
  return person.ok ? answer(c, { person: person.value }) : refuse(c, person.error);
};
