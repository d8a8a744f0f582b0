import type { PeerReport } from './client.ts';

/** A report as a form: its text, its thumbnails and, if wanted, its photos. */
export const formOf = ({ text, thumbnails, photos }: PeerReport): FormData => {
  const form = new FormData();
  form.append('text', JSON.stringify(text));
  for (const { sha256, blob } of [...thumbnails, ...photos]) form.append(sha256, blob, `${sha256}.jpg`);
  return form;
};
