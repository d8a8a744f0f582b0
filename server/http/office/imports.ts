/**
 * Imports of files; the file is the body of both requests.
 *
 *   POST /api/office/imports/{kind}?name=&datum=                           the preview; writes nothing
 *   POST /api/office/imports/{kind}/commit?name=&datum=&hash=&plan=&leaveOut=   writes what the preview showed
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { importKinds } from '#domain/office/messages.ts';
import type { Person } from '#domain/people/person.ts';
import { readAdmin } from '#server/http/base/admin.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { bodyOf, discard, readBytes } from '#server/http/base/body.ts';
import type { AppContext } from '#server/http/base/services.ts';
import { datums } from '#domain/office/county.ts';
import { commitFile, hashOfFile, planFile, type ImportFile } from '#server/office/imports/import-file.ts';
import { maxBytesOf } from '#server/office/imports/limits.ts';

const MAX_NAME = 200;

type Upload = { readonly admin: Person; readonly file: ImportFile };

const readFile = async (c: AppContext): Promise<Result<Upload, ErrorCode>> => {
  const admin = await readAdmin(c);
  if (!admin.ok) return admin;
  const kind = importKinds.find((it) => it === c.req.param('kind'));
  if (!kind) return err('notFound');
  const datum = datums.find((it) => it === (c.req.query('datum') ?? 'WGS84'));
  if (!datum) return err('malformed');
  const name = (c.req.query('name') ?? '').replace(/\p{Cc}|\p{Surrogate}/gu, '').slice(0, MAX_NAME);
  const limit = maxBytesOf(kind);
  if (Number(c.req.header('content-length') ?? 0) > limit) {
    discard(bodyOf(c));
    return err('tooLarge');
  }
  const bytes = await readBytes(c, limit);
  return bytes.ok ? ok({ admin: admin.value, file: { kind, name, bytes: bytes.value, datum } }) : bytes;
};

const nothing = {
  hash: '',
  plan: '',
  sheet: null,
  columns: [],
  ignored: [],
  counts: { new: 0, changed: 0, same: 0, wrong: 0 },
  rows: [],
};

export const previewImport = async (c: AppContext) => {
  const upload = await readFile(c);
  if (!upload.ok && upload.error !== 'tooLarge') return refuse(c, upload.error);
  if (!upload.ok) return answer(c, { ...nothing, fault: { code: 'tooLarge' } });
  const { admin, file } = upload.value;
  const { store, clock } = c.var.services;
  const planned = await planFile(store, admin.region, file, clock());
  if (!planned.ok) return refuse(c, planned.error);
  const hash = hashOfFile(file.bytes);
  if ('fault' in planned.value) return answer(c, { ...nothing, hash, fault: planned.value.fault });
  const { edits: _, ...plan } = planned.value.plan;
  return answer(c, { fault: null, hash, ...plan });
};

export const commitImport = async (c: AppContext) => {
  const upload = await readFile(c);
  if (!upload.ok) return refuse(c, upload.error);
  const { admin, file } = upload.value;
  const { store, clock } = c.var.services;
  const confirmed = {
    hash: c.req.query('hash') ?? '',
    plan: c.req.query('plan') ?? '',
    mayLeaveOut: c.req.query('leaveOut') === '1',
  };
  const editor = { by: admin.id, at: clock() };
  const written = await commitFile(store, admin.region, file, confirmed, editor);
  return written.ok ? answer(c, written.value) : refuse(c, written.error);
};
