/**
 * The import of a file: a preview, and the commit of what it showed.
 *
 * Promises: a preview writes nothing. A commit writes all rows of its plan or none, and none if the file or the rows that it
 * concerns changed since the preview.
 */
import { createHash } from 'node:crypto';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import type { ImportKind } from '#domain/office/messages.ts';
import type { Editor } from '#server/ledger/reference.ts';
import { applyEdits } from '#server/office/edit-office.ts';
import { readOfficeRows } from '#server/office/office-rows.ts';
import type { Store } from '#server/store/store.ts';
import type { Datum } from '#domain/office/county.ts';
import type { Plan } from './plan.ts';
import { planInThread } from './plan-in-thread.ts';
import type { Planned } from './read-and-plan.ts';

export type ImportFile = {
  readonly kind: ImportKind;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly datum: Datum;
};

export const hashOfFile = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Errors: busy. */
export const planFile = async (
  store: Store,
  region: string,
  { kind, bytes, datum }: ImportFile,
  now: Millis,
): Promise<Result<Planned, ErrorCode>> => {
  const rows = await readOfficeRows(store.read, region);
  const planned = planInThread({ kind, bytes, datum, region, rows, now });
  return planned === null ? err('busy') : ok(await planned);
};

export type Written = { readonly written: number; readonly created: readonly string[] };

/** Writes the rows of a plan that are not wrong. Errors: planChanged. */
export const writePlan = async (
  store: Store,
  region: string,
  { edits }: Pick<Plan, 'edits'>,
  file: ImportFile,
  editor: Editor,
): Promise<Result<Written, ErrorCode>> => {
  if (edits.length === 0) return ok({ written: 0, created: [] });
  const source = `${file.name} sha256:${hashOfFile(file.bytes)}`;
  const { problems } = await applyEdits(store, region, edits, { ...editor, source });
  if (problems.length > 0) return err('planChanged');
  const own = edits.filter(({ kind }) => kind === file.kind);
  return ok({
    written: own.length,
    created: own.flatMap(({ id, seq }) => (seq === null ? id : [])),
  });
};

export type Confirmed = { readonly hash: string; readonly plan: string; readonly mayLeaveOut: boolean };

/** Errors: planChanged; malformed with wrong rows that may not be left out; busy. */
export const commitFile = async (
  store: Store,
  region: string,
  file: ImportFile,
  { hash, plan: confirmed, mayLeaveOut }: Confirmed,
  editor: Editor,
): Promise<Result<Written, ErrorCode>> => {
  if (hashOfFile(file.bytes) !== hash) return err('planChanged');
  const planned = await planFile(store, region, file, editor.at);
  if (!planned.ok) return planned;
  if ('fault' in planned.value) return err('malformed');
  const { plan } = planned.value;
  if (plan.plan !== confirmed) return err('planChanged');
  if (plan.counts.wrong > 0 && !mayLeaveOut) return err('malformed');
  return writePlan(store, region, plan, file, editor);
};
