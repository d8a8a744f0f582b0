import { maySee, type Audience } from '#domain/ledger/audience.ts';
import { readEnvelope } from '#domain/ledger/envelope.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { Sha256 } from '#domain/base/units.ts';
import { capabilities } from '#domain/people/capabilities.ts';
import { readSigned } from '#server/ledger/dead-letters.ts';
import { isSent, readSent } from '#server/ledger/subject-rows.ts';
import type { Reading } from '#server/store/store.ts';
import type { Subject } from '#domain/subjects.ts';

/**
 * The hash of the file that the viewer may see, or null ([H12]). The viewer must see a subject with this photo, and the
 * device whose event added it must have sent the bytes. Naming a foreign hash in a report therefore gives no access.
 */
export const viewableFile = async (
  db: Reading,
  viewer: Authority,
  sha256: Sha256,
  size: 'full' | 'thumbnail',
): Promise<Sha256 | null> => {
  const rows = await db
    .selectFrom('claims')
    .innerJoin('subjects', (join) =>
      join
        .onRef('subjects.region', '=', 'claims.region')
        .onRef('subjects.kind', '=', 'claims.subject_kind')
        .onRef('subjects.id', '=', 'claims.subject_id'),
    )
    .select(['subjects.body', 'subjects.audience'])
    .distinct()
    .where('claims.region', '=', viewer.region)
    .where('claims.sha256', '=', sha256)
    .where('claims.role', '=', 'photo')
    .execute();
  const subjects = rows
    .filter((row) => maySee(viewer, JSON.parse(row.audience) as Audience))
    .map((row) => JSON.parse(row.body) as Subject);
  const sent = await readSent(
    db,
    viewer.region,
    subjects.map((subject) => subject.id),
  );
  for (const photo of subjects.flatMap((subject) => subject.photos)) {
    if (photo.sha256 !== sha256) continue;
    const file = size === 'full' ? photo.sha256 : photo.thumbnail.sha256;
    if (isSent(sent, photo.eventId, file)) return file;
  }
  return capabilities[viewer.role].administers ? deadLetterFile(db, viewer.region, sha256, size) : null;
};

/** A photo of a dead letter belongs to no subject. An admin may see it once its device has sent it. */
const deadLetterFile = async (
  db: Reading,
  region: string,
  sha256: Sha256,
  size: 'full' | 'thumbnail',
): Promise<Sha256 | null> => {
  const rows = await db
    .selectFrom('claims')
    .innerJoin('dead_letters', (join) =>
      join
        .onRef('dead_letters.device', '=', 'claims.device')
        .onRef('dead_letters.event_id', '=', 'claims.event_id'),
    )
    .select(['dead_letters.signed', 'claims.subject_id', 'claims.event_id'])
    .where('claims.region', '=', region)
    .where('claims.sha256', '=', sha256)
    .where('claims.role', '=', 'photo')
    .where('dead_letters.region', '=', region)
    .execute();
  const sent = await readSent(
    db,
    region,
    rows.map((row) => row.subject_id),
  );
  for (const row of rows) {
    const envelope = readEnvelope(readSigned(row).text);
    const photo = envelope?.photos.find((entry) => entry.sha256 === sha256);
    const file = size === 'full' ? photo?.sha256 : photo?.thumbnail.sha256;
    if (file && isSent(sent, row.event_id, file)) return file;
  }
  return null;
};
