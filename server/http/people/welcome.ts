import { firstRole } from '#domain/people/capabilities.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { firstAdminRequestSchema } from '#domain/protocol/session.ts';
import { enrolPerson, hasAdmin, mayHaveAdmin } from '#server/auth/people.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import { readSession } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

const MAX_BYTES = 4096;

/** GET /api/welcome: whether the server still needs its first admin, and whether the cookie has a session ([D7j]). */
export const welcome = async (c: AppContext) =>
  answer(c, {
    needsAdmin: !(await hasAdmin(c.var.services.store.read)),
    signedIn: (await readSession(c)).ok,
  });

/** POST /api/first-admin: creates the first admin, once, with the code on the terminal. Afterwards: notFound ([S5]). After an
 * import only an admin of the imported county: another one would see nothing of it. */
export const firstAdmin = async (c: AppContext) => {
  const { store, auth, firstAdmin, clock } = c.var.services;
  if (firstAdmin.code() === null) return refuse(c, 'notFound');
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(firstAdminRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const { code, ...rest } = request.value;
  if (!firstAdmin.isCode(code)) return refuse(c, 'notPermitted');
  if (!(await mayHaveAdmin(store.read, request.value.region))) return refuse(c, 'malformed');
  firstAdmin.close();
  const person = { ...rest, role: firstRole, scope: [rest.region] };
  const enrol = () => enrolPerson(store, auth, person, { by: null, at: clock() });
  try {
    // Another process of this database may have created the first admin with the same code.
    const person = await store.withGlobalLock(async () => ((await hasAdmin(store.read)) ? null : enrol()));
    return person ? answer(c, { person }, 201) : refuse(c, 'notFound');
  } catch (error) {
    firstAdmin.reopen();
    throw error;
  }
};
