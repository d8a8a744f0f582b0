import type { ErrorCode } from '#domain/base/errors.ts';
import { err, type Result } from '#domain/base/result.ts';
import { capabilities } from '#domain/people/capabilities.ts';
import type { Person } from '#domain/people/person.ts';
import { readPerson } from './sender.ts';
import type { AppContext } from './services.ts';

/** The admin of the session. Errors: notSignedIn; notPermitted for other roles. */
export const readAdmin = async (c: AppContext): Promise<Result<Person, ErrorCode>> => {
  const person = await readPerson(c);
  return person.ok && !capabilities[person.value.role].administers ? err('notPermitted') : person;
};
