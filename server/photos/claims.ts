/**
 * Claims: a device says, by an event, that it has certain bytes.
 *
 * Promises: knowing a hash does not give access to a photo ([H5]). Upload, resume and `have` answer a device only for
 * hashes that it claimed itself. Bytes count for a device only if this device sent them, even if another device sent the
 * same bytes before.
 * Assumes: claims are recorded in the transaction of the push, for every event with a readable envelope and any verdict.
 */
import type { Insertable } from 'kysely';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import type { ReceivedEvent } from '#server/ledger/check-event.ts';
import { anyOf, chunksOf, type Reading, type Writing } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';

export type Claimant = { readonly region: string; readonly person: string; readonly device: string };
type ClaimRow = Insertable<Tables['claims']>;

const sentKey = ({ device, sha256 }: Pick<ClaimRow, 'device' | 'sha256'>) => `${device} ${sha256}`;

const sentTimes = async (db: Reading, claims: readonly ClaimRow[]): Promise<Map<string, Millis>> => {
  const rows = await db
    .selectFrom('claims')
    .select(['device', 'sha256', 'sent_at'])
    .where('device', 'in', anyOf(claims.map((claim) => claim.device)))
    .where('sha256', 'in', anyOf(claims.map((claim) => claim.sha256)))
    .where('sent_at', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [sentKey(row), row.sent_at ?? 0]));
};

type Claiming = Pick<Claimant, 'person' | 'device'> & { readonly receivedEvents: readonly ReceivedEvent[] };

/** If the device sent the same bytes for an earlier event, the new claim counts as sent. */
export const recordClaims = async (
  tx: Writing,
  region: string,
  claiming: readonly Claiming[],
): Promise<void> => {
  const claimed = claiming.flatMap(({ person, device, receivedEvents }) =>
    receivedEvents.flatMap((received) =>
      received.envelope ? { person, device, envelope: received.envelope } : [],
    ),
  );
  const rows = claimed.flatMap(({ person, device, envelope }): ClaimRow[] => {
    const common = {
      region,
      person,
      device,
      event_id: envelope.id,
      subject_kind: envelope.subject.kind,
      subject_id: envelope.subject.id,
      sent_at: null,
    };
    return envelope.photos.flatMap(({ sha256, bytes, thumbnail }) => [
      { ...common, sha256, bytes, role: 'photo' as const },
      { ...common, sha256: thumbnail.sha256, bytes: thumbnail.bytes, role: 'thumbnail' as const },
    ]);
  });
  if (rows.length === 0) return;
  const sent = await sentTimes(tx, rows);
  for (const part of chunksOf(rows))
    await tx
      .insertInto('claims')
      .values(part.map((row) => ({ ...row, sent_at: sent.get(sentKey(row)) ?? null })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
};

/**
 * Ids of events of this device with missing bytes that `stored` of a subject row cannot express ([L9]): the event is not
 * applied (held, contested, rejected or unreadable), or a photo is on the server and its thumbnail is not.
 */
export const incompleteEvents = async (db: Reading, device: string): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('claims')
    .leftJoin('events', (join) =>
      join.onRef('events.region', '=', 'claims.region').onRef('events.id', '=', 'claims.event_id'),
    )
    .select('claims.event_id as id')
    .distinct()
    .where('claims.device', '=', device)
    .where('claims.sent_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('events.verdict', 'is', null),
        eb('events.verdict', '!=', 'applied'),
        eb.and([
          eb('claims.role', '=', 'thumbnail'),
          eb.exists(
            eb
              .selectFrom('claims as whole')
              .select('whole.sha256')
              .whereRef('whole.region', '=', 'claims.region')
              .whereRef('whole.subject_id', '=', 'claims.subject_id')
              .whereRef('whole.device', '=', 'claims.device')
              .whereRef('whole.event_id', '=', 'claims.event_id')
              .where('whole.role', '=', 'photo')
              .where('whole.sent_at', 'is not', null),
          ),
        ]),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
};

export type Claim = {
  readonly sha256: Sha256;
  readonly role: 'photo' | 'thumbnail';
  /** The largest size that any event of this device names. */
  readonly bytes: number;
  readonly isSent: boolean;
};

/** The claims of this device for the given hashes. A hash that it never claimed has no entry. */
export const readClaims = async (
  db: Reading,
  { person, device }: Pick<Claimant, 'person' | 'device'>,
  hashes: readonly Sha256[],
): Promise<readonly Claim[]> => {
  const rows = await db
    .selectFrom('claims')
    .select((eb) => ['sha256', 'role', eb.fn.max('bytes').as('bytes'), eb.fn.max('sent_at').as('sent_at')])
    .where('person', '=', person)
    .where('device', '=', device)
    .where('sha256', 'in', anyOf(hashes))
    .groupBy(['sha256', 'role'])
    .execute();
  return rows.map(({ sha256, role, bytes, sent_at }) => ({ sha256, role, bytes, isSent: sent_at !== null }));
};
