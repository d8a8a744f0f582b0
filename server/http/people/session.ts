import { answer, refuse } from '#server/http/base/answer.ts';
import { readPerson } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** GET /api/session: the person who is signed in. */
export const session = async (c: AppContext) => {
  const person = await readPerson(c);
  return person.ok ? answer(c, { person: person.value }) : refuse(c, person.error);
};
