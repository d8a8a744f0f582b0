import { readAdmin } from '#server/http/base/admin.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import type { AppContext } from '#server/http/base/services.ts';
import { readProgress } from '#server/office/progress.ts';

/** GET /api/office/progress: what the office has so far. */
export const officeProgress = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const { id, region } = admin.value;
  return answer(c, await readProgress(c.var.services.store.read, region, id));
};
