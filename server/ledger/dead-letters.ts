import { readEnvelope, type SignedEvent } from '#domain/ledger/envelope.ts';
import {
  MAX_DEAD_LETTERS,
  type DeadLetterAnswer,
  type DeadLetterSummary,
  type DeadLettersAnswer,
} from '#domain/protocol/dead-letters.ts';
import type { Stored } from '#domain/protocol/pull.ts';
import { anyOf, type Reading } from '#server/store/store.ts';
import type { DeadLetterRow } from '#server/store/tables.ts';

export type DeadLetterRef = Pick<DeadLetterRow, 'region' | 'device' | 'hash'>;

export const readSigned = ({ signed }: Pick<DeadLetterRow, 'signed'>): SignedEvent =>
  JSON.parse(signed) as SignedEvent;

export const findDeadLetter = (
  db: Reading,
  { region, device, hash }: DeadLetterRef,
): Promise<DeadLetterRow | undefined> =>
  db
    .selectFrom('dead_letters')
    .selectAll()
    .where('region', '=', region)
    .where('device', '=', device)
    .where('hash', '=', hash)
    .executeTakeFirst();

const labelsOf = async (db: Reading, devices: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await db
    .selectFrom('devices')
    .select(['id', 'label'])
    .where('id', 'in', anyOf(devices))
    .execute();
  return new Map(rows.map(({ id, label }) => [id, label]));
};

const lineOf = (row: DeadLetterRow, labels: ReadonlyMap<string, string>): DeadLetterSummary => {
  const envelope = readEnvelope(readSigned(row).text);
  const { settled_event: event, settled_by: by, settled_at: at } = row;
  return {
    device: row.device,
    hash: row.hash,
    person: row.person,
    deviceLabel: labels.get(row.device) ?? '',
    reason: row.reason,
    receivedAt: row.received_at,
    event: envelope && { id: envelope.id, type: envelope.type, subject: envelope.subject, at: envelope.at },
    settled: event === null ? null : { event, by, at: at ?? 0 },
  };
};

/** The open dead letters, then the resolved ones; each newest first. */
export const listDeadLetters = async (
  db: Reading,
  region: string,
): Promise<Pick<DeadLettersAnswer, 'open' | 'letters'>> => {
  const inRegion = db.selectFrom('dead_letters').where('region', '=', region);
  const newest = (state: 'is' | 'is not') =>
    inRegion
      .selectAll()
      .where('settled_event', state, null)
      .orderBy('received_at', 'desc')
      .orderBy('hash')
      .limit(MAX_DEAD_LETTERS)
      .execute();
  const { open } = await inRegion
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('settled_event', 'is', null)
    .executeTakeFirstOrThrow();
  const rows = [...(await newest('is')), ...(await newest('is not'))];
  const labels = await labelsOf(
    db,
    rows.map((row) => row.device),
  );
  return { open: Number(open), letters: rows.map((row) => lineOf(row, labels)) };
};

/** Which photos of the dead letter its device has sent. */
const storedOf = async (db: Reading, row: DeadLetterRow): Promise<Record<string, Stored>> => {
  const envelope = readEnvelope(readSigned(row).text);
  if (!envelope) return {};
  const claims = await db
    .selectFrom('claims')
    .select('sha256')
    .where('device', '=', row.device)
    .where('event_id', '=', envelope.id)
    .where('sent_at', 'is not', null)
    .execute();
  const sent = new Set(claims.map((claim) => claim.sha256));
  return Object.fromEntries(
    envelope.photos.flatMap(({ sha256, thumbnail }): [string, Stored][] => {
      if (sent.has(sha256)) return [[sha256, 'complete']];
      return sent.has(thumbnail.sha256) ? [[sha256, 'thumbnail']] : [];
    }),
  );
};

/** For `idReused`: the event that the ledger has under the same id ([P4]). */
const otherOf = async (db: Reading, { region, hash, reason }: DeadLetterRow, id: string | undefined) => {
  if (reason !== 'idReused' || id === undefined) return null;
  const row = await db
    .selectFrom('events')
    .select(['text', 'signature', 'hash', 'person', 'device', 'received_at'])
    .where('region', '=', region)
    .where('id', '=', id)
    .where('hash', '!=', hash)
    .executeTakeFirst();
  if (!row) return null;
  const { received_at: receivedAt, ...rest } = row;
  return { ...rest, receivedAt };
};

export const readDeadLetter = async (
  db: Reading,
  name: DeadLetterRef,
): Promise<Omit<DeadLetterAnswer, 'marker' | 'serverTime'> | null> => {
  const row = await findDeadLetter(db, name);
  if (!row) return null;
  const line = lineOf(row, await labelsOf(db, [row.device]));
  const [stored, other] = [await storedOf(db, row), await otherOf(db, row, line.event?.id)];
  return { ...line, ...readSigned(row), stored, other };
};
