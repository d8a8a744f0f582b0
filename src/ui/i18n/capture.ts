import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { section } from './messages.ts';
import { capture } from './zh/capture.ts';

export const captureMessages = section(capture, (messages) => messages.capture);

/** Before or after, as a photo of a hazard handled on the spot is marked. */
export const roleLabel = ({ role }: Pick<ManifestPhoto, 'role'>): string =>
  role === 'after' ? captureMessages().after : captureMessages().scene;
