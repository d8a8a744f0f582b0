import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';

export type PictureSize = 'thumbnail' | 'full';
export type NamedPhoto = Pick<ManifestPhoto, 'sha256' | 'thumbnail'>;

/** Reads from this phone first, else from the server. Null if it is on neither now. */
export type LoadPicture = (photo: NamedPhoto, size: PictureSize) => Promise<ArrayBuffer | null>;

export type PictureState = 'loading' | 'shown' | 'missing';

/** A picture as a URL for `<img>`. The URL is revoked when the owner is disposed. */
export const createPicture = (
  load: LoadPicture,
  photo: Accessor<NamedPhoto | null | undefined>,
  size: PictureSize,
  /** A signal: a new value loads a missing picture again. */
  attempt: Accessor<unknown> = () => null,
): { readonly url: Accessor<string | null>; readonly state: Accessor<PictureState> } => {
  const [url, setUrl] = createSignal<string | null>(null);
  const [state, setState] = createSignal<PictureState>('loading');
  let shown: string | null = null;
  const show = (next: string | null): void => {
    if (shown) URL.revokeObjectURL(shown);
    shown = next;
    setUrl(next);
  };
  let shownHash: string | null = null;
  createEffect(() => {
    attempt();
    const wanted = photo();
    if (wanted && wanted.sha256 === shownHash && shown) return;
    let current = true;
    onCleanup(() => {
      current = false;
    });
    show(null);
    if (!wanted) return setState('missing');
    setState('loading');
    load(wanted, size).then(
      (data) => {
        if (!current) return;
        shownHash = data && wanted.sha256;
        show(data && URL.createObjectURL(new Blob([data], { type: 'image/jpeg' })));
        setState(data ? 'shown' : 'missing');
      },
      () => current && setState('missing'),
    );
  });
  onCleanup(() => show(null));
  return { url, state };
};
