import { liveQuery } from 'dexie';
import { createSignal, type Accessor } from 'solid-js';
import type { PersonId } from '#domain/ledger/ids.ts';
import { currentPerson, type SharedDb, type SignedInRow } from '#storage/databases/shared-db.ts';
import { afterFirstScreen } from './first-screen.ts';
import type { FirstAdmin, SessionDeps, SignInError } from '#sync/online/session.ts';

export type SignInFault = SignInError | 'noStorage' | 'insecure';

export type Session = {
  /** The current person of this phone; null before the first sign-in. Read without the network. */
  readonly me: Accessor<SignedInRow | null>;
  /** All persons that have signed in on this phone. */
  readonly known: Accessor<readonly SignedInRow[]>;
  readonly needsAdmin: Accessor<boolean>;
  /** Null on success. */
  readonly signIn: (username: string, password: string) => Promise<SignInFault | null>;
  /** Null on success. `created`: the admin exists but is not signed in; a second call signs in. */
  readonly createFirstAdmin: (admin: FirstAdmin) => Promise<SignInFault | 'created' | null>;
  readonly switchTo: (person: PersonId) => Promise<void>;
  readonly signOut: () => Promise<void>;
  /** For the enrolment by a code, which has a chunk of its own. */
  readonly deps: () => Promise<SessionDeps>;
};

/** The device key needs a secure context and a database: without them `work` throws. */
const withStorageFault = async <T>(work: () => Promise<T>): Promise<T | SignInFault> => {
  try {
    return await work();
  } catch {
    return window.isSecureContext ? 'noStorage' : 'insecure';
  }
};

/** Not part of the first load: a signed-in person does not need it. */
const loadSync = () => import('#sync/online/session.ts');

export const openSession = async (
  shared: SharedDb,
  openDeps: () => Promise<Omit<SessionDeps, 'shared'>>,
): Promise<Session> => {
  const sessionDeps = async (): Promise<SessionDeps> => ({ shared, ...(await openDeps()) });
  const withSync = async <T>(
    work: (sync: Awaited<ReturnType<typeof loadSync>>, deps: SessionDeps) => Promise<T>,
  ): Promise<T> => {
    const [sync, deps] = await Promise.all([loadSync(), sessionDeps()]);
    return work(sync, deps);
  };

  const [me, setMe] = createSignal(await currentPerson(shared));
  const [known, setKnown] = createSignal<readonly SignedInRow[]>([]);
  const [needsAdmin, setNeedsAdmin] = createSignal(false);
  // Another tab may sign in or out.
  liveQuery(() => currentPerson(shared)).subscribe({ next: (row) => setMe(row) });
  liveQuery(() => shared.signedIn.toArray()).subscribe({ next: (rows) => setKnown(rows) });
  const arrive = async (): Promise<void> => {
    const needs = await withStorageFault(() => withSync((sync, deps) => sync.arrive(deps)));
    setNeedsAdmin(needs === true);
  };
  // The sign-in is painted first: it does not wait for the server.
  if (me() === null) afterFirstScreen(() => void arrive());

  const enter = (username: string, password: string): Promise<SignInFault | null> =>
    withStorageFault(async () => {
      const result = await withSync((sync, deps) => sync.signIn(deps, username, password));
      if (!result.ok) return result.error;
      setMe(result.value);
      return null;
    });

  return {
    me,
    known,
    needsAdmin,
    signIn: enter,
    createFirstAdmin: async (admin) => {
      const created = await withSync((sync, { transport }) => sync.createFirstAdmin(transport, admin));
      // This answer or the answer to an earlier attempt may be lost: if the sign-in succeeds, the admin was created.
      const fault = await enter(admin.username, admin.password);
      if (fault === null) setNeedsAdmin(false);
      return fault && (created.ok ? 'created' : created.error);
    },
    switchTo: async (person) => {
      const { switchPerson } = await import('#storage/person/sign-in.ts');
      setMe(await switchPerson(shared, person));
    },
    signOut: () => withSync((sync, deps) => sync.signOut(deps)),
    deps: sessionDeps,
  };
};
