/** What must be so in a world after every step, and what must be so once everything has been mended. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { maySee, type Audience } from '#domain/ledger/audience.ts';
import type { Authority, Role } from '#domain/ledger/roles.ts';
import type { EventRow } from '#server/ledger/known.ts';
import { trustState } from '#storage/outbox/trust-state.ts';
import {
  checkNames,
  checkPhotos,
  checkRows,
  ledgerTables,
  nothingFound,
  type Findings,
  type LedgerRows,
  type PhotoHashes,
} from '#tests/support/data/ledger-invariants.ts';
import { photoPathIn, SERVER_FOLDER } from './server-disk.ts';
import type { SimPhone } from './sim-phone.ts';
import type { SimServer } from './sim-server.ts';
import type { LedgerEvent } from '#domain/subjects.ts';

/** What a broken promise comes to. */
export type Harm = keyof Findings;

export class Broken extends Error {
  constructor(
    message: string,
    readonly harm: Harm,
  ) {
    super(message);
  }
}

const must = (isSo: boolean, what: string, harm: Harm = 'wrong'): void => {
  if (!isSo) throw new Broken(what, harm);
};

const hashOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Bytes on the server's disk never change: what is written is written as others. */
const hashes = new WeakMap<Uint8Array, string>();
const hashOnDisk = (bytes: Uint8Array): string => {
  const hash = hashes.get(bytes) ?? hashOf(bytes);
  hashes.set(bytes, hash);
  return hash;
};

const eventsOf = (server: SimServer) => server.rows<EventRow>('select * from events');

const holdsPhoto = (server: SimServer, sha256: string): boolean => {
  const bytes = server.disk.bytes(photoPathIn(sha256));
  return bytes !== null && hashOnDisk(bytes) === sha256;
};

/**
 * What a phone said is saved is there, with every photo, on the phone or on the server; and what it shows as complete
 * the server holds.
 */
const nothingIsLost = (
  phone: SimPhone,
  server: SimServer,
  events: ReadonlySet<string>,
  epoch: number,
): void => {
  const { outbox, photos } = phone;
  const rowsById = new Map(outbox.map((row) => [row.eventId, row]));
  const here = new Set(phone.disk.rows<{ sha256: string }>('photoBytes').map((row) => row.sha256));
  for (const { eventId, text, hash, photos: taken } of phone.promised) {
    const row = rowsById.get(eventId);
    must(row === undefined || row.text === text, `${phone.name}: ${eventId} was changed`);
    must(row !== undefined || events.has(hash), `${phone.name}: ${eventId} is lost`, 'lost');
    for (const sha256 of taken)
      must(
        here.has(sha256) || holdsPhoto(server, sha256) || phone.mayBeGone(sha256),
        `${phone.name}: photo ${sha256.slice(0, 8)} of ${eventId} is lost`,
        'lost',
      );
  }
  if (phone.heardOut < epoch) return;
  for (const row of outbox) {
    if (row.unsent === 1) continue;
    if (row.verdict !== null && row.verdict !== 'rejected')
      must(events.has(row.hash), `${phone.name}: ${row.eventId} is said to be received`, 'lost');
    const mine = photos.filter((photo) => row.event.photos.some((it) => it.sha256 === photo.sha256));
    if (trustState(row, mine).kind !== 'complete') continue;
    for (const { sha256 } of row.event.photos)
      must(
        holdsPhoto(server, sha256),
        `${phone.name}: ${row.eventId} is shown complete without ${sha256.slice(0, 8)}`,
        'lost',
      );
  }
};

/** For after each step: looks at every phone of which, or for which, anything has changed. */
export const lossWatch = (phones: readonly SimPhone[], server: SimServer, epoch: () => number) => {
  let ledger = '';
  let events: ReadonlySet<string> = new Set();
  const looked = new Map<SimPhone, string>();
  return (mayServerHaveChanged: boolean): void => {
    const ledgerVersion = mayServerHaveChanged ? server.ledgerVersion : ledger;
    const { photosVersion } = server;
    if (ledgerVersion !== ledger) {
      events = new Set(server.rows<{ hash: string }>('select hash from events').map(({ hash }) => hash));
      ledger = ledgerVersion;
    }
    for (const phone of phones) {
      const { disk, heardOut, promised } = phone;
      const now = [ledger, photosVersion, disk.version, heardOut, promised.length, epoch()].join(' ');
      if (looked.get(phone) === now || !disk.isAtRest()) continue;
      nothingIsLost(phone, server, events, epoch());
      looked.set(phone, now);
    }
  };
};

const rowsOf = (server: SimServer): LedgerRows => {
  const all = (table: string) => server.rows(`select * from ${table}`);
  const bySeq = (table: string) => server.rows(`select * from ${table} order by seq`);
  const [events, changes] = [bySeq('events'), bySeq('changes')];
  const rest = ledgerTables.map((table) => [table, all(table)]);
  return { ...Object.fromEntries(rest), events, changes } as LedgerRows;
};

const photosOn = ({ disk }: SimServer): PhotoHashes =>
  new Map(
    disk.paths(`${SERVER_FOLDER}/photos`).map((path) => [basename(path), hashOnDisk(disk.bytes(path)!)]),
  );

const nothingMustBeFound = (found: Findings): void => {
  for (const harm of ['lost', 'doubled', 'wrong'] as const)
    for (const line of found[harm]) throw new Broken(line, harm);
};

/** The ledger in itself, and every file under the name of its bytes. */
export const theLedgerAgrees = (server: SimServer): void => {
  const found = nothingFound();
  checkRows(rowsOf(server), found);
  checkNames(photosOn(server), found);
  nothingMustBeFound(found);
};

/** Its server has looked for its photos since the last restore. */
const thePhotosAreThere = (server: SimServer): void => {
  const found = nothingFound();
  checkPhotos(rowsOf(server), photosOn(server), found);
  nothingMustBeFound(found);
};

type PersonRow = { id: string; role: Role; region: string; scope: string };

const allCame = (phone: SimPhone, events: readonly EventRow[], server: SimServer): void => {
  const { person, device } = phone.enrolled;
  const byHash = new Map(events.map((row) => [row.hash, row]));
  for (const { eventId, hash, photos } of phone.promised) {
    const row = byHash.get(hash);
    must(row !== undefined, `${phone.name}: ${eventId} never came`, 'lost');
    must(row!.device === device && row!.person === person.id, `${eventId} came as somebody else's`);
    for (const sha256 of photos)
      must(
        holdsPhoto(server, sha256) || phone.mayBeGone(sha256),
        `${phone.name}: photo ${sha256.slice(0, 8)} never came`,
        'lost',
      );
  }
  for (const { eventId, hash, verdict } of phone.outbox)
    must(
      (byHash.get(hash)?.verdict ?? 'rejected') === 'rejected' || verdict !== 'rejected',
      `${phone.name}: ${eventId} is shown rejected and stands in the ledger`,
    );
  for (const { sha256, lastError } of phone.photos)
    must(
      lastError !== 'photoMissing' || phone.mayBeGone(sha256),
      `${phone.name}: ${sha256} is missing`,
      'lost',
    );
};

/** Every report and draft of a world has words of its own. */
const nothingIsTwice = (phone: SimPhone, own: readonly EventRow[]): void => {
  const written = new Set([...phone.outbox, ...phone.promised].map((it) => it.eventId));
  const reports = new Set<string>();
  for (const { id, text } of own) {
    must(written.has(id), `${phone.name}: ${id} is there, and nobody wrote it`, 'doubled');
    const { type, body } = JSON.parse(text) as LedgerEvent;
    if (type !== 'case.reported') continue;
    must(!reports.has(body.description), `${phone.name}: "${body.description}" is reported twice`, 'doubled');
    reports.add(body.description);
  }
  for (const { form } of phone.drafts)
    must(
      !reports.has(form.description),
      `${phone.name}: "${form.description}" is reported and a draft`,
      'doubled',
    );
};

/**
 * By when the server took them, whatever restores came between; and by when it laid them on their case, unless a restore
 * took an earlier one away unheard of. What opens a case comes before all that waited for it.
 */
const nothingIsOvertaken = (phone: SimPhone, own: readonly EventRow[], events: readonly EventRow[]): void => {
  const orderById = new Map(phone.outbox.map((row) => [row.eventId, row.order]));
  const inOrder = (rows: readonly EventRow[], where: string) => {
    const lastOrder = new Map<string, number>();
    for (const { id, subject_id } of rows) {
      const order = orderById.get(id);
      if (order === undefined) continue;
      must(order > (lastOrder.get(subject_id) ?? 0), `${phone.name}: ${id} was overtaken ${where}`);
      lastOrder.set(subject_id, order);
    }
  };
  inOrder(
    [...own].sort((one, other) => one.received_at - other.received_at || one.position - other.position),
    'on its way',
  );
  if (phone.epoch() > 0) return;
  const laid = (rows: readonly EventRow[]) =>
    rows.filter(({ seq }) => seq !== null).sort((one, other) => one.seq! - other.seq!);
  const openings = new Map(
    laid(events)
      .reverse()
      .map(({ subject_id, id }) => [subject_id, id]),
  );
  inOrder(
    laid(own).filter(({ subject_id, id }) => openings.get(subject_id) !== id),
    'in its case',
  );
};

const seesAll = (phone: SimPhone, server: SimServer): void => {
  const [row] = server.rows<PersonRow>(
    'select id, role, region, scope from people where id = ?',
    phone.enrolled.person.id,
  );
  const viewer: Authority = {
    person: row!.id,
    role: row!.role,
    region: row!.region,
    scope: JSON.parse(row!.scope) as string[],
  };
  const visible = server
    .rows<{ id: string; seq: number; audience: string; body: string }>(
      'select * from subjects where region = ?',
      viewer.region,
    )
    .filter((it) => maySee(viewer, JSON.parse(it.audience) as Audience));
  const seen = new Map(phone.subjects.map((it) => [it.subject.id, it]));
  for (const it of visible) {
    const local = seen.get(it.id);
    must(local?.seq === it.seq, `${phone.name} has case ${it.id} at ${local?.seq}, the server at ${it.seq}`);
    must(JSON.stringify(local!.subject) === it.body, `${phone.name} has another case ${it.id}`);
  }
  must(seen.size === visible.length, `${phone.name} sees ${seen.size} cases instead of ${visible.length}`);
};

/** Once everything works again and everybody is done: all is there, once, in order, and everybody sees the same. */
export const allIsThere = (phones: readonly SimPhone[], server: SimServer): void => {
  theLedgerAgrees(server);
  thePhotosAreThere(server);
  const events = eventsOf(server);
  for (const phone of phones) {
    const { outcome, heardOut, outbox, photos } = phone;
    must(
      phone.isDone(),
      `${phone.name} is not done: ${outbox.filter((row) => row.unsent).length} events, ${photos.map((it) => `${it.state}/${it.thumbnailState}/${it.lastError}`).join()}`,
    );
    must(outcome === 'done' && heardOut === phone.epoch(), `${phone.name} has not heard the server out`);
    const own = events.filter((row) => row.device === phone.enrolled.device);
    allCame(phone, events, server);
    nothingIsTwice(phone, own);
    nothingIsOvertaken(phone, own, events);
    seesAll(phone, server);
  }
};
