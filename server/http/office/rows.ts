import { editsRequestSchema } from '#domain/office/messages.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { isReferenceKind } from '#domain/reference/reference.ts';
import { readAdmin } from '#server/http/base/admin.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import type { AppContext } from '#server/http/base/services.ts';
import { readAudit } from '#server/office/audit.ts';
import { applyEdits } from '#server/office/edit-office.ts';
import { readOfficeRows } from '#server/office/office-rows.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/** GET /api/office/rows/{kind}: every row of the kind. */
export const officeRows = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const kind = c.req.param('kind') ?? '';
  if (!isReferenceKind(kind)) return refuse(c, 'notFound');
  const { byKind } = await readOfficeRows(c.var.services.store.read, admin.value.region, [kind]);
  return answer(c, { rows: [...byKind[kind].entries()].map(([id, row]) => ({ id, ...row })) });
};

/** POST /api/office/edits: all edits are written, or none and their problems. */
export const officeEdits = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(editsRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const { store, clock } = c.var.services;
  const { id: by, region } = admin.value;
  return answer(c, await applyEdits(store, region, request.value.edits, { by, at: clock() }));
};

/** GET /api/office/audit?kind=&id=&by=&from=&to=&before= */
export const officeAudit = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const number = (name: string): number | undefined => {
    const read = Number(c.req.query(name) || NaN);
    return Number.isSafeInteger(read) ? read : undefined;
  };
  return answer(
    c,
    await readAudit(c.var.services.store.read, admin.value.region, {
      kind: c.req.query('kind') || undefined,
      id: c.req.query('id') || undefined,
      by: c.req.query('by') || undefined,
      from: number('from'),
      to: number('to'),
      before: number('before'),
    }),
  );
};
