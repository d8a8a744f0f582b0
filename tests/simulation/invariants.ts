/** What holds in a world after every step, and what holds at its end. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { maySee, type Audience } from '#domain/ledger/audience.ts';
import type { Authority, Role } from '#domain/ledger/roles.ts';
import type { EventRow } from '#server/store/tables.ts';
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
import { photoPathIn, SERVER_FOLDER } from '#tests/simulation/disk/server-disk.ts';
import type { SimPhone } from '#tests/simulation/actors/sim-phone.ts';
import type { SimServer } from '#tests/simulation/actors/sim-server.ts';
import type { LedgerEvent } from '#domain/subjects.ts';

/** The kind of a violation. */
export type Harm = keyof Findings;

export class Broken extends Error {
  constructor(
    message: string,
    readonly harm: Harm,
  ) {
    super(message);
  }
}

const must = (isSo: boolean, violation: string, harm: Harm = 'wrong'): void => {
  if (!isSo) throw new Broken(violation, harm);
};

const hashOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Buffers on the simulated disk never change: a write makes a new one. */
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
 * Every event that a phone reported as saved and did not undo exists on the phone or on the server, with every photo; and
 * the server has everything that the phone shows as complete.
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
    if (row === undefined && phone.mayBeUndone.has(eventId)) continue;
    must(row !== undefined || events.has(hash), `${phone.name}: ${eventId} is lost`, 'lost');
    for (const sha256 of taken)
      must(
        here.has(sha256) || holdsPhoto(server, sha256) || phone.mayBeGone(sha256),
        `${phone.name}: photo ${sha256.slice(0, 8)} of ${eventId} is lost`,
        'lost',
      );
  }
  if (phone.doneEpoch < epoch) return;
  for (const row of outbox) {
    if (row.unsent === 1) continue;
    if (row.verdict !== null && row.verdict !== 'rejected')
      must(
        events.has(row.hash),
        `${phone.name}: ${row.eventId} is shown as received and is not on the server`,
        'lost',
      );
    const ownPhotos = photos.filter((photo) => row.event.photos.some((it) => it.sha256 === photo.sha256));
    if (trustState(row, ownPhotos).kind !== 'complete') continue;
    for (const { sha256 } of row.event.photos)
      must(
        holdsPhoto(server, sha256),
        `${phone.name}: ${row.eventId} is shown complete without ${sha256.slice(0, 8)}`,
        'lost',
      );
  }
};

/** Runs after each step: checks every phone for which anything has changed since its last check. */
export const lossWatch = (phones: readonly SimPhone[], server: SimServer, epoch: () => number) => {
  let ledger = '';
  let events: ReadonlySet<string> = new Set();
  const checked = new Map<SimPhone, string>();
  return (mayServerHaveChanged: boolean): void => {
    const ledgerVersion = mayServerHaveChanged ? server.ledgerVersion : ledger;
    const { photosVersion } = server;
    if (ledgerVersion !== ledger) {
      events = new Set(server.rows<{ hash: string }>('select hash from events').map(({ hash }) => hash));
      ledger = ledgerVersion;
    }
    for (const phone of phones) {
      const { disk, doneEpoch, promised } = phone;
      const now = [ledger, photosVersion, disk.version, doneEpoch, promised.length, epoch()].join(' ');
      if (checked.get(phone) === now || !disk.isAtRest()) continue;
      nothingIsLost(phone, server, events, epoch());
      checked.set(phone, now);
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

/** The tables of the ledger agree with each other, and every photo file has the hash in its name. */
export const theLedgerAgrees = (server: SimServer): void => {
  const found = nothingFound();
  checkRows(rowsOf(server), found);
  checkNames(photosOn(server), found);
  nothingMustBeFound(found);
};

/** Valid once the server has started after the last restore: it then looks for its photo files. */
const thePhotosAreThere = (server: SimServer): void => {
  const found = nothingFound();
  checkPhotos(rowsOf(server), photosOn(server), found);
  nothingMustBeFound(found);
};

type PersonRow = { id: string; role: Role; region: string; scope: string };

const allCame = (phone: SimPhone, events: readonly EventRow[], server: SimServer): void => {
  const { person, device } = phone.enrolled;
  const byHash = new Map(events.map((row) => [row.hash, row]));
  const here = new Set(phone.outbox.map((row) => row.eventId));
  for (const { eventId, hash, photos } of phone.promised) {
    const row = byHash.get(hash);
    must(!row || !phone.undone.has(eventId), `${phone.name}: ${eventId} was undone and sent`);
    if (!here.has(eventId) && phone.mayBeUndone.has(eventId)) continue;
    must(row !== undefined, `${phone.name}: ${eventId} did not arrive`, 'lost');
    must(
      row!.device === device && row!.person === person.id,
      `${eventId} arrived under another person or device`,
    );
    for (const sha256 of photos)
      must(
        holdsPhoto(server, sha256) || phone.mayBeGone(sha256),
        `${phone.name}: photo ${sha256.slice(0, 8)} did not arrive`,
        'lost',
      );
  }
  for (const { eventId, hash, verdict } of phone.outbox)
    must(
      (byHash.get(hash)?.verdict ?? 'rejected') === 'rejected' || verdict !== 'rejected',
      `${phone.name}: ${eventId} is shown as rejected and is in the ledger`,
    );
  for (const { sha256, lastError } of phone.photos)
    must(
      lastError !== 'photoMissing' || phone.mayBeGone(sha256),
      `${phone.name}: ${sha256} is missing`,
      'lost',
    );
};

/** Every report and draft of a world has a unique description. */
const nothingIsTwice = (phone: SimPhone, own: readonly EventRow[]): void => {
  const written = new Set([...phone.outbox, ...phone.promised].map((it) => it.eventId));
  const reports = new Set<string>();
  for (const { id, text } of own) {
    must(
      written.has(id),
      `${phone.name}: ${id} is in the ledger, and this phone did not write it`,
      'doubled',
    );
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
 * Events of one case keep their order: by received-at, also across restores; and by seq in the case, unless there was a
 * restore, which may remove an earlier event. The report of a case may come after events that were held for it.
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
    'on the way',
  );
  if (phone.epoch() > 0) return;
  const bySeq = (rows: readonly EventRow[]) =>
    rows.filter(({ seq }) => seq !== null).sort((one, other) => one.seq! - other.seq!);
  const openings = new Map(
    bySeq(events)
      .reverse()
      .map(({ subject_id, id }) => [subject_id, id]),
  );
  inOrder(
    bySeq(own).filter(({ subject_id, id }) => openings.get(subject_id) !== id),
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

/** At the end of a world: everything is on the server, once and in order, and every phone shows what the server has. */
export const allIsThere = (phones: readonly SimPhone[], server: SimServer): void => {
  theLedgerAgrees(server);
  thePhotosAreThere(server);
  const events = eventsOf(server);
  for (const phone of phones) {
    const { outcome, doneEpoch, outbox, photos } = phone;
    must(
      phone.isDone(),
      `${phone.name} is not done: ${outbox.filter((row) => row.unsent).length} events, ${photos.map((it) => `${it.state}/${it.thumbnailState}/${it.lastError}`).join()}`,
    );
    must(
      outcome === 'done' && doneEpoch === phone.epoch(),
      `${phone.name} has no complete run since the last restore`,
    );
    const own = events.filter((row) => row.device === phone.enrolled.device);
    allCame(phone, events, server);
    nothingIsTwice(phone, own);
    nothingIsOvertaken(phone, own, events);
    seesAll(phone, server);
  }
};
