import { passwordRequestSchema } from '#domain/office/messages.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { setPassword } from '#server/auth/passwords.ts';
import { readAdmin } from '#server/http/base/admin.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import type { AppContext } from '#server/http/base/services.ts';

const MAX_BYTES = 4096;

/** POST /api/office/passwords */
export const officePasswords = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(passwordRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const { store, auth, clock } = c.var.services;
  const { id: by, region } = admin.value;
  const set = await setPassword(store, auth, { region, ...request.value }, { by, at: clock() });
  return set.ok ? answer(c, { set: true }) : refuse(c, set.error);
};
