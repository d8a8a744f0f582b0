/** Imports files over HTTP, as the admin desk does. */
import {
  commitAnswerSchema,
  previewAnswerSchema,
  rowsAnswerSchema,
  type ImportKind,
  type Preview,
} from '#domain/office/messages.ts';
import { readAnswer, type Device } from './device.ts';

export type Upload = { readonly name?: string; readonly datum?: string };
type Content = string | Uint8Array;

const bodyOf = (content: Content): BodyInit => content as BodyInit;

export const post = (
  admin: Pick<Device, 'request'>,
  kind: string,
  content: Content,
  query: Readonly<Record<string, string>> = {},
  path = '',
): Promise<Response> =>
  admin.request(`/api/office/imports/${kind}${path}?${new URLSearchParams(query).toString()}`, {
    method: 'POST',
    body: bodyOf(content),
  });

const nameOf = ({ name = 'file.csv', datum }: Upload) => ({ name, ...(datum ? { datum } : {}) });

export const preview = async (admin: Device, kind: ImportKind, content: Content, upload: Upload = {}) =>
  readAnswer(previewAnswerSchema, await post(admin, kind, content, nameOf(upload)));

export const commit = (
  admin: Device,
  kind: ImportKind,
  content: Content,
  { hash, plan }: Pick<Preview, 'hash' | 'plan'>,
  leaveOut = false,
  upload: Upload = {},
): Promise<Response> =>
  post(admin, kind, content, { ...nameOf(upload), hash, plan, leaveOut: leaveOut ? '1' : '0' }, '/commit');

/** A preview and its commit. Throws if the commit is refused. */
export const importAll = async (
  admin: Device,
  kind: ImportKind,
  content: Content,
  leaveOut = false,
  upload: Upload = {},
) => {
  const shown = await preview(admin, kind, content, upload);
  const written = await readAnswer(
    commitAnswerSchema,
    await commit(admin, kind, content, shown, leaveOut, upload),
  );
  return { shown, written };
};

export const rowsOf = async <T = Record<string, unknown>>(admin: Device, kind: ImportKind) =>
  (await readAnswer(rowsAnswerSchema, await admin.request(`/api/office/rows/${kind}`))).rows as readonly {
    readonly id: string;
    readonly seq: number;
    readonly value: T;
  }[];

/** The problems of the wrong rows, in short: `3 D badDay 明天`. */
export const wrongs = ({ rows }: Preview): readonly string[] =>
  rows.flatMap(({ row, problems }) =>
    problems.map(({ column, code, text }) => [row, column ?? '-', code, ...(text ? [text] : [])].join(' ')),
  );
