import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import { compareWithServer, isEqual, type Comparison } from '#sync/online/compare.ts';
import type { LinkError, Transport } from '#sync/transport/transport.ts';
import { xhrTransport } from '#sync/transport/xhr-transport.ts';
import type { PersonState } from '#ui/state/person/person.ts';

type Fault = ErrorCode | LinkError;

export type Comparing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly asked: number; readonly of: number }
  | { readonly kind: 'failed'; readonly error: Fault }
  | ({ readonly kind: 'done'; readonly isEqual: boolean; readonly at: Millis } & Comparison);

/** Compares this phone with the server on demand. Missing items are sent again at once. Ends with its screen. */
export const createComparing = (
  { db, me, sync }: PersonState,
  transport: Transport = xhrTransport,
): { readonly comparing: Accessor<Comparing>; readonly compare: () => Promise<void> } => {
  const [comparing, setComparing] = createSignal<Comparing>({ kind: 'idle' });
  const closed = new AbortController();
  onCleanup(() => closed.abort());
  const compare = async (): Promise<void> => {
    if (comparing().kind === 'asking') return;
    setComparing({ kind: 'asking', asked: 0, of: 0 });
    const answered = await compareWithServer({
      db,
      identity: { person: me().id, device: me().device },
      transport,
      now: Date.now,
      random: Math.random,
      signal: closed.signal,
      onProgress: (asked, of) => setComparing({ kind: 'asking', asked, of }),
    }).catch((error: unknown) => err<Fault>(isQuotaError(error) ? 'storageFull' : 'stopped'));
    // After an error too: items found missing until then are offered again.
    sync.wake('save');
    setComparing(
      answered.ok
        ? { kind: 'done', at: Date.now(), isEqual: isEqual(answered.value), ...answered.value }
        : { kind: 'failed', error: answered.error },
    );
  };
  return { comparing, compare };
};
