import { codesRequestSchema } from '#domain/office/messages.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { issueCodes } from '#server/auth/enrolment.ts';
import { readAdmin } from '#server/http/base/admin.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import type { AppContext } from '#server/http/base/services.ts';

const MAX_BYTES = 64 * 1024;

/** The address of the app as people open it. Without PUBLIC_URL it is the one that the admin uses. */
export const appAddress = (c: AppContext): string =>
  c.var.services.publicUrl ?? c.req.header('origin') ?? `http://${c.req.header('host') ?? 'localhost'}`;

/** POST /api/office/codes: a new code for each person. */
export const officeCodes = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(codesRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const { store, secret, clock } = c.var.services;
  const { id: by, region } = admin.value;
  const codes = await issueCodes(store, secret, region, request.value.people, { by, at: clock() });
  const address = appAddress(c);
  return answer(c, {
    codes: codes.map((it) => ({ ...it, link: `${address}/join#${it.code.replace('-', '')}` })),
  });
};
