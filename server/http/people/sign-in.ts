import { isAPIError } from 'better-auth/api';
import { readUsername } from '#domain/office/office-person.ts';
import { followSession } from '#server/auth/devices.ts';
import { limitSignIn } from '#server/auth/sign-in-limit.ts';
import { hashPassword } from '#server/auth/sign-ins.ts';
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

/** The person and the cookies; null for a wrong name or password, in the same time for both. */
const checkPassword = async (c: AppContext, username: string | null, password: string) => {
  const { auth, store } = c.var.services;
  if (username === null) {
    await hashPassword(auth, password);
    return null;
  }
  try {
    const body = { username, password };
    const { headers, response } = await auth.api.signInUsername({ body, returnHeaders: true });
    const person = await personById(store.read, response.user.id);
    return person && { person, headers, token: response.token };
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error;
    return null;
  }
};

const enter = async (c: AppContext, { username: text, password }: Credentials, address: string) => {
  const { auth, store, clock } = c.var.services;
  const username = readUsername(text);
  const key = { address, username: username ?? 'no user name' };
  const tried = await limitSignIn(store, key, clock(), () => checkPassword(c, username, password));
  if (!tried) return refuse(c, 'busy', 429);
  if (!tried.found) return refuse(c, 'notSignedIn');
  const { person, headers, token } = tried.found;
  const { internalAdapter } = await auth.$context;
  if (person.retired) {
    await internalAdapter.deleteSession(token);
    return refuse(c, 'retired');
  }
  const before = await readSession(c);
  if (before.ok && before.value.person.id === person.id) {
    const session = await internalAdapter.findSession(token);
    if (session) await followSession(store, before.value.session, session.session.id);
  }
  passCookies(c, headers);
  return answer(c, { person });
};

/** POST /api/auth/sign-in/username: sets the session cookie and answers the person. */
export const signIn = async (c: AppContext) => {
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const credentials = readCredentials(text.value);
  if (!credentials) return refuse(c, 'malformed');
  const address = addressOf(c);
  return c.var.services.signInQueue.inTurn(address, () => enter(c, credentials, address));
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
