import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { section } from './messages.ts';
import { capture } from './zh/capture.ts';

export const captureMessages = section(capture, (messages) => messages.capture);

/** The label of a photo's role, shown where a hazard was handled on the spot. */
export const roleLabel = ({ role }: Pick<ManifestPhoto, 'role'>): string =>
  role === 'after' ? captureMessages().after : captureMessages().scene;
