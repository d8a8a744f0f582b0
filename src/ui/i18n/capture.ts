import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { section } from './messages.ts';
import { capture } from './zh/capture.ts';

export const captureWords = section(capture, (words) => words.capture);

/** Before or after, as a photo of a hazard handled on the spot is marked. */
export const roleWords = ({ role }: Pick<ManifestPhoto, 'role'>): string =>
  role === 'after' ? captureWords().after : captureWords().before;
