import { isAPIError } from 'better-auth/api';
import { followSession } from '#server/auth/devices.ts';
import { personById } from '#server/ledger/authority.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readSession } from '#server/http/base/sender.ts';
import { addressOf } from '#server/http/base/address.ts';
import { readText } from '#server/http/base/body.ts';
import type { AppContext } from '#server/http/base/services.ts';

const MAX_BYTES = 4096;

type Credentials = { readonly username: string; readonly password: string };

const readCredentials = (text: string): Credentials | null => {
  try {
    const { username, password } = JSON.parse(text) as { username?: unknown; password?: unknown };
    return typeof username === 'string' && typeof password === 'string' ? { username, password } : null;
  } catch {
    return null;
  }
};

const passCookies = (c: AppContext, headers: Headers): void => {
  for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
};

const checkCredentials = async (c: AppContext, credentials: Credentials, address: string) => {
  const { auth, store, signInLimit, clock } = c.var.services;
  if (!signInLimit.allows(address, credentials.username, clock())) return refuse(c, 'busy', 429);
  try {
    const { headers, response } = await auth.api.signInUsername({ body: credentials, returnHeaders: true });
    const person = await personById(store.read, response.user.id);
    if (!person) return refuse(c, 'notSignedIn');
    const before = await readSession(c);
    if (before.ok && before.value.person.id === person.id) {
      const session = await auth.$context.then(({ internalAdapter }) =>
        internalAdapter.findSession(response.token),
      );
      if (session) await followSession(store, before.value.session, session.session.id);
    }
    passCookies(c, headers);
    return answer(c, { person });
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error;
    signInLimit.failed(address, credentials.username, clock());
    return refuse(c, 'notSignedIn');
  }
};

/** POST /api/auth/sign-in/username: sets the session cookie and answers the person. */
export const signIn = async (c: AppContext) => {
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const credentials = readCredentials(text.value);
  if (!credentials) return refuse(c, 'malformed');
  const address = addressOf(c);
  return c.var.services.signInLimit.inTurn(address, () => checkCredentials(c, credentials, address));
};

/** POST /api/auth/sign-out: ends the session on the server too, not only in the browser. */
export const signOut = async (c: AppContext) => {
  const cookie = c.req.header('cookie') ?? '';
  const { headers } = await c.var.services.auth.api.signOut({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  });
  passCookies(c, headers);
  return answer(c, { signedOut: true });
};
