import { subjectFor } from '#domain/protocol/older-clients.ts';
import type { PulledSubject, Stored } from '#domain/protocol/pull.ts';
import { anyOf, type Reading } from '#server/store/store.ts';
import type { Subject } from '#domain/subjects.ts';

/** A photo of a subject is on the server once a device has sent its bytes for the event that brought it. */
const sentKey = (eventId: string, sha256: string) => `${eventId} ${sha256}`;

export const readSent = async (
  db: Reading,
  region: string,
  subjectIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('claims')
    .select(['event_id', 'sha256'])
    .where('region', '=', region)
    .where('subject_id', 'in', anyOf(subjectIds))
    .where('sent_at', 'is not', null)
    .execute();
  return new Set(rows.map((row) => sentKey(row.event_id, row.sha256)));
};

export const isSent = (sent: ReadonlySet<string>, eventId: string, sha256: string): boolean =>
  sent.has(sentKey(eventId, sha256));

const storedOf = ({ photos }: Subject, sent: ReadonlySet<string>): Record<string, Stored> => {
  const stored: Record<string, Stored> = {};
  for (const { sha256, thumbnail, eventId } of photos) {
    if (isSent(sent, eventId, sha256)) stored[sha256] = 'complete';
    else if (isSent(sent, eventId, thumbnail.sha256)) stored[sha256] ??= 'thumbnail';
  }
  return stored;
};

export type SubjectBody = { readonly seq: number; readonly body: string; readonly fold: number };

/** The stored subjects at these seqs, in this order. */
export const readBodies = (db: Reading, region: string, seqs: readonly number[]): Promise<SubjectBody[]> =>
  seqs.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('subjects')
        .select(['seq', 'body', 'fold'])
        .where('region', '=', region)
        .where('seq', 'in', seqs)
        .orderBy('seq')
        .execute();

/** Each subject, as the client's version reads it, with the photos that have arrived. */
export const toSubjectRows = async (
  db: Reading,
  region: string,
  bodies: readonly SubjectBody[],
  protocol: number,
): Promise<PulledSubject[]> => {
  const subjects = bodies.map(({ seq, body, fold }) => ({
    seq,
    fold,
    subject: subjectFor(protocol, JSON.parse(body) as Subject),
  }));
  const withPhotos = subjects.filter(({ subject }) => subject.photos.length > 0);
  const sent = await readSent(
    db,
    region,
    withPhotos.map(({ subject }) => subject.id),
  );
  return subjects.map(({ seq, fold, subject }) => ({
    seq,
    subject: { ...subject, timeline: [...subject.timeline] },
    stored: storedOf(subject, sent),
    fold,
  }));
};
