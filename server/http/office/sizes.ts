import { scopeSizeRequestSchema } from '#domain/office/messages.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { readAdmin } from '#server/http/base/admin.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import type { AppContext } from '#server/http/base/services.ts';
import { countOffice } from '#server/office/counts.ts';
import { scopeSizeOf } from '#server/office/scope-size.ts';

/** GET /api/office/counts */
export const officeCounts = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  return answer(c, await countOffice(c.var.services.store.read, admin.value.region));
};

/** GET /api/office/scope-size?scope= */
export const officeScopeSize = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const scope = (c.req.query('scope') ?? '').split(',').filter(Boolean);
  const request = parseMessage(scopeSizeRequestSchema, JSON.stringify({ scope }));
  if (!request.ok) return refuse(c, request.error);
  return answer(c, await scopeSizeOf(c.var.services.store.read, admin.value.region, request.value.scope));
};
