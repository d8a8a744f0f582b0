/**
 * A page of a region's feed for one viewer.
 *
 * Promises: after the last page the device has exactly what its person may see; `gone` lists what left their view. A page is
 * one consistent read of the store.
 * Assumes: `openFeed` assigns the seqs, and every change of a subject's audience stores the previous one.
 * Breaks: reading subjects and changes outside one transaction.
 */
import { maySee, type Audience } from '#domain/ledger/audience.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { SubjectRef } from '#domain/ledger/subject.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { readsKind, readsReference, viewOf } from '#domain/protocol/older-clients.ts';
import { PULL_PAGE, type PullAnswer, type ReferenceRow } from '#domain/protocol/pull.ts';
import { PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import { chunksOf, type Reading, type Store } from '#server/store/store.ts';
import { readCursor, scopeHash, writeCursor, type Cursor } from './cursor.ts';
import { allInHistory, readHead, changeIdAt, type HeadRef } from './history.ts';
import { readBodies, toSubjectRows, type SubjectBody } from './subject-rows.ts';
import { subjectKinds } from '#domain/subjects.ts';

export type Page = Omit<PullAnswer, 'marker' | 'serverTime'>;

/** Subjects examined for one page. More than a page holds, since a patroller sees a small part of the region. */
const SCAN = PULL_PAGE * 10;

/** About 60 KB on the wire: on a bad link a page must fit between two cuts. */
const PAGE_CHARS = 256 * 1024;

const isInHistory = async (
  db: Reading,
  viewer: Authority,
  cursor: Cursor,
  knownHeads: readonly HeadRef[],
  head: HeadRef,
): Promise<boolean> =>
  cursor.scope === scopeHash(viewer) &&
  allInHistory(db, viewer.region, [cursor, ...(cursor.head ? [cursor.head] : []), ...knownHeads], head);

const readGone = async (
  db: Reading,
  viewer: Authority,
  from: number,
  to: number,
): Promise<readonly SubjectRef[]> => {
  const moves = await db
    .selectFrom('changes')
    .select(['subject_kind', 'subject_id', 'audience_before'])
    .where('region', '=', viewer.region)
    .where('seq', '>', from)
    .where('seq', '<=', to)
    .where('audience_before', 'is not', null)
    .execute();
  const left = new Map<string, SubjectRef>();
  for (const { subject_kind: kind, subject_id: id, audience_before: before } of moves)
    if (kind && id && before && maySee(viewer, JSON.parse(before) as Audience))
      left.set(subjectKey({ kind, id }), { kind, id });
  for (const refs of chunksOf([...left.values()])) {
    const ids = refs.map((ref) => ref.id);
    const rows = await db
      .selectFrom('subjects')
      .select(['kind', 'id', 'audience'])
      .where('region', '=', viewer.region)
      .where('kind', 'in', subjectKinds)
      .where('id', 'in', ids)
      .execute();
    for (const row of rows)
      if (maySee(viewer, JSON.parse(row.audience) as Audience)) left.delete(subjectKey(row));
  }
  return [...left.values()];
};

type Scan = { readonly visible: readonly number[]; readonly end: number | null };

/** The seqs of visible subjects, and the last examined seq if the scan did not reach the head. */
const scanSubjects = async (
  db: Reading,
  viewer: Authority,
  from: number,
  protocol: number,
): Promise<Scan> => {
  const rows = await db
    .selectFrom('subjects')
    .select(['seq', 'kind', 'audience'])
    .where('region', '=', viewer.region)
    .where('seq', '>', from)
    .orderBy('seq')
    .limit(SCAN)
    .execute();
  const visible = rows.filter(
    ({ kind, audience }) => readsKind(protocol, kind) && maySee(viewer, JSON.parse(audience) as Audience),
  );
  return {
    visible: visible.map((row) => row.seq),
    end: rows.length === SCAN ? rows.at(-1)!.seq : null,
  };
};

/** A client before protocol 7 does not know `retired`: it removes such a row, except people, whose names it still shows. */
const RETIRED_SINCE = 7;
const valueFor = (protocol: number, kind: string, value: string | null): unknown => {
  const read = value === null ? null : (JSON.parse(value) as { retired?: true } | null);
  return protocol < RETIRED_SINCE && kind !== 'person' && read?.retired ? null : read;
};

const readReference = async (
  db: Reading,
  region: string,
  from: number,
  protocol: number,
): Promise<readonly ReferenceRow[]> => {
  const rows = await db
    .selectFrom('reference')
    .selectAll()
    .where('region', '=', region)
    .where('seq', '>', from)
    .orderBy('seq')
    .limit(PULL_PAGE)
    .execute();
  return rows.map(({ seq, kind, id, value }) => ({
    seq,
    kind,
    id,
    value: valueFor(protocol, kind, value),
  }));
};

type Weighed = { readonly seq: number; readonly chars: number };

const weigh = (row: SubjectBody | ReferenceRow): Weighed => ({
  seq: row.seq,
  chars: 'body' in row ? row.body.length : JSON.stringify(row).length,
});

/** The last seq of a page: rows up to `reach` as long as they fit, one at least. */
const pageEnd = (rows: readonly Weighed[], reach: number): number => {
  const within = rows.filter((row) => row.seq <= reach).sort((a, b) => a.seq - b.seq);
  let chars = 0;
  for (const [index, row] of within.entries()) {
    chars += row.chars;
    if (index > 0 && (index >= PULL_PAGE || chars > PAGE_CHARS)) return within[index - 1]!.seq;
  }
  return reach;
};

/**
 * `knownHeads`: further ledger heads that the viewer's device received; null for text that no server wrote. `protocol`: the
 * version that the client states.
 */
export const pullPage = (
  store: Store,
  viewer: Authority,
  cursorText: string | null,
  knownHeads: readonly HeadRef[] | null = [],
  protocol: number = PROTOCOL_VERSION,
): Promise<Page> =>
  store.read.transaction().execute(async (db): Promise<Page> => {
    const { region } = viewer;
    const head = await readHead(db, region);
    const offered = cursorText === null ? null : readCursor(cursorText);
    const cursor =
      offered && knownHeads && (await isInHistory(db, viewer, offered, knownHeads, head)) ? offered : null;
    const view = viewOf(protocol);
    // A client that reads more than before receives everything once more, and sweeps nothing.
    const from = cursor && cursor.view >= view ? cursor.seq : 0;

    const scan = await scanSubjects(db, viewer, from, protocol);
    const reference = await readReference(db, region, from, protocol);
    const readable = reference.filter(({ kind }) => readsReference(protocol, kind));
    const bodies = await readBodies(db, region, scan.visible.slice(0, PULL_PAGE));
    const ends = [
      scan.end,
      scan.visible.length > PULL_PAGE ? scan.visible[PULL_PAGE - 1]! : null,
      reference.length === PULL_PAGE ? reference.at(-1)!.seq : null,
    ];
    const reach = Math.min(...ends.flatMap((end) => end ?? []), head.seq);
    const to = pageEnd([...bodies.map(weigh), ...readable.map(weigh)], reach);

    const subjects = await toSubjectRows(
      db,
      region,
      bodies.filter((row) => row.seq <= to),
      protocol,
    );
    const mark = (await changeIdAt(db, region, to, head)) ?? '';
    return {
      reset: cursor === null,
      more: to < head.seq,
      cursor: writeCursor({
        seq: to,
        mark,
        scope: scopeHash(viewer),
        view,
        ...(to < head.seq ? { head } : {}),
      }),
      subjects,
      reference: readable.filter((row) => row.seq <= to),
      gone: cursor === null ? [] : [...(await readGone(db, viewer, from, to))],
    };
  });
