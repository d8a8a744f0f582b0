/**
 * Codes for enrolment, as the office makes them. A code is stored as a hash only: whoever reads the database cannot use it.
 */
import { createHmac, randomInt } from 'node:crypto';
import type { Millis } from '#domain/base/units.ts';
import { firstRole } from '#domain/people/capabilities.ts';
import { linkRole } from '#domain/people/enrolling.ts';
import { CODE_ALPHABET, CODE_LENGTH, shownCode } from '#domain/protocol/enrolment.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { noteAction, type Editor } from '#server/ledger/reference.ts';
import { chunksOf, type Store } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';

export const CODE_LIFE: Millis = 24 * 3_600_000;
export const RECOVERY_LIFE: Millis = 3_600_000;
const DAY: Millis = 24 * 3_600_000;

const newCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');

export const hashCode = (secret: string, code: string): string =>
  createHmac('sha256', secret).update(`enrolment ${code}`).digest('hex');

export type NewCode = { readonly person: string | null; readonly code: string; readonly expiresAt: Millis };

type Row = Tables['enrolment_codes'];
type RowOf = Pick<Row, 'region' | 'expires_at'> & Partial<Row>;

const rowOf = (secret: string, code: string, { by, at }: Editor, row: RowOf): Row => ({
  hash: hashCode(secret, code),
  person: null,
  role: null,
  scope: null,
  made_by: by,
  made_at: at,
  uses: 0,
  max_uses: 1,
  revoked_at: null,
  ...row,
});

/** Makes a code for each person of the region who is not retired; earlier codes of these people end. */
export const issueCodes = (
  store: Store,
  secret: string,
  region: string,
  people: readonly string[],
  editor: Editor,
): Promise<readonly NewCode[]> =>
  store.write.transaction().execute(async (tx) => {
    const feed = await openFeed(tx, region);
    const found = await tx
      .selectFrom('people')
      .select('id')
      .where('region', '=', region)
      .where('id', 'in', people)
      .where('retired_at', 'is', null)
      .execute();
    const codes = found.map(({ id }) => ({ person: id, code: newCode(), expiresAt: editor.at + CODE_LIFE }));
    await tx
      .updateTable('enrolment_codes')
      .set({ revoked_at: editor.at })
      .where('person', 'in', people)
      .where('region', '=', region)
      .where('revoked_at', 'is', null)
      .execute();
    const rows = codes.map(({ person, code, expiresAt }) =>
      rowOf(secret, code, editor, { region, person, expires_at: expiresAt }),
    );
    for (const part of chunksOf(rows)) await tx.insertInto('enrolment_codes').values(part).execute();
    for (const { person, expiresAt } of codes)
      await noteAction(tx, feed, { kind: 'code', id: person, after: { expiresAt } }, editor);
    await feed.close();
    return codes.map((it) => ({ ...it, code: shownCode(it.code) }));
  });

/** A code that makes people, written and audited. */
const makeCode = (
  store: Store,
  secret: string,
  editor: Editor,
  row: RowOf & { readonly kind: string; readonly id: string },
): Promise<NewCode> => {
  const code = newCode();
  const { kind, id, ...columns } = row;
  return store.write.transaction().execute(async (tx) => {
    const feed = await openFeed(tx, row.region);
    await tx
      .insertInto('enrolment_codes')
      .values(rowOf(secret, code, editor, columns))
      .execute();
    const { role = null, scope = null, max_uses: cap = 1, expires_at: expiresAt } = row;
    const after = { role, scope: scope === null ? null : (JSON.parse(scope) as unknown), cap, expiresAt };
    await noteAction(tx, feed, { kind, id, after }, editor);
    await feed.close();
    return { person: null, code: shownCode(code), expiresAt };
  });
};

/** One code for up to `cap` observers, for `days` days. */
export const issueObserverCode = (
  store: Store,
  secret: string,
  region: string,
  { scope, cap, days }: { readonly scope: readonly string[]; readonly cap: number; readonly days: number },
  editor: Editor,
): Promise<NewCode> =>
  makeCode(store, secret, editor, {
    kind: 'code',
    id: linkRole,
    region,
    role: linkRole,
    scope: JSON.stringify(scope),
    expires_at: editor.at + days * DAY,
    max_uses: cap,
  });

/** A code that makes a new admin: whoever runs the server makes it where no admin can sign in any more. */
export const issueRecoveryCode = (
  store: Store,
  secret: string,
  region: string,
  at: Millis,
): Promise<NewCode> =>
  makeCode(
    store,
    secret,
    { by: null, at },
    {
      kind: 'recovery',
      id: 'code',
      region,
      role: firstRole,
      scope: JSON.stringify([region]),
      expires_at: at + RECOVERY_LIFE,
    },
  );
