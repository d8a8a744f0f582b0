import { codesRequestSchema, observerCodeRequestSchema } from '#domain/office/messages.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { issueCodes, issueObserverCode, type NewCode } from '#server/auth/codes.ts';
import { readAdmin } from '#server/http/base/admin.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import type { AppContext } from '#server/http/base/services.ts';

const MAX_BYTES = 64 * 1024;

/** The address of the app as people open it. Without PUBLIC_URL it is the one that the admin uses. */
export const appAddress = (c: AppContext): string =>
  c.var.services.publicUrl ?? c.req.header('origin') ?? `http://${c.req.header('host') ?? 'localhost'}`;

/** The code travels in the fragment: no log of a server or proxy has it. */
export const joinLink = (address: string, code: string): string => `${address}/join#${code.replace('-', '')}`;

const withLink = (address: string) => (it: NewCode) => ({ ...it, link: joinLink(address, it.code) });

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
  return answer(c, { codes: codes.map(withLink(appAddress(c))) });
};

/** POST /api/office/observer-codes: one code for several observers. */
export const officeObserverCodes = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(observerCodeRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const { store, secret, clock } = c.var.services;
  const { id: by, region } = admin.value;
  if (!request.value.scope.every((code) => code.startsWith(region))) return refuse(c, 'malformed');
  const code = await issueObserverCode(store, secret, region, request.value, { by, at: clock() });
  return answer(c, { codes: [withLink(appAddress(c))(code)] });
};
