import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/**
 * Completes the dead letters of an older server: adds their region, and adds the rejected events as dead letters. A
 * restore of an older backup runs it too, so running it twice must change nothing.
 */
export const fillDeadLetters: readonly string[] = [
  `update dead_letters set region = coalesce(
    (select people.region from people where people.id = dead_letters.person), '') where region = ''`,
  `insert into dead_letters (device, hash, person, signed, reason, received_at, region, event_id)
    select device, hash, person, json_object('text', text, 'signature', signature), reason, received_at, region, id
    from events where verdict = 'rejected'
    on conflict (device, hash) do nothing`,
];

/** Completes the subjects of an older server. A restore of an older backup runs it too. */
export const fillSubjectSizes: readonly string[] = [
  `update subjects set grid = coalesce(json_extract(audience, '$.gridScope'), ''), bytes = length(body),
    photos = coalesce(json_array_length(body, '$.photos'), 0)
    where bytes = 0`,
];

/** Additive only: a released migration never changes. */
const statements: Record<string, readonly string[]> = {
  '0001-ledger': [
    `create table settings (name text primary key, value text not null) strict`,
    `create table regions (region text primary key, seq integer not null, mark text not null) strict`,
    `create table changes (
      region text not null, seq integer not null, mark text not null,
      subject_kind text, subject_id text, audience_before text,
      primary key (region, seq)) strict`,
    `create index changes_moves on changes (region, seq) where audience_before is not null`,
    `create table people (
      id text primary key, username text not null unique, name text not null,
      role text not null, region text not null, scope text not null) strict`,
    `create table devices (
      id text primary key, person text not null, label text not null, public_key text not null,
      enrolled_at integer not null, last_seen_at integer not null, unsent integer not null) strict`,
    `create table reference (
      region text not null, kind text not null, id text not null, seq integer not null, value text,
      primary key (region, kind, id)) strict`,
    `create index reference_feed on reference (region, seq)`,
    `create table subjects (
      region text not null, kind text not null, id text not null, seq integer not null,
      audience text not null, body text not null,
      primary key (region, kind, id)) strict`,
    `create index subjects_feed on subjects (region, seq)`,
    `create table events (
      region text not null, id text not null, hash text not null, text text not null, signature text not null,
      person text not null, device text not null, authority text not null,
      subject_kind text not null, subject_id text not null,
      verdict text not null, reason text, seq integer, received_at integer not null, position integer not null,
      primary key (region, id)) strict`,
    `create index events_held on events (region, subject_kind, subject_id) where verdict = 'held'`,
    `create table dead_letters (
      device text not null, hash text not null, person text not null, signed text not null,
      reason text not null, received_at integer not null,
      primary key (device, hash)) strict`,
    `create table claims (
      region text not null, person text not null, device text not null, sha256 text not null,
      event_id text not null, role text not null, subject_kind text not null, subject_id text not null,
      bytes integer not null, sent_at integer,
      primary key (device, sha256, event_id, role)) strict`,
    `create index claims_subject on claims (region, subject_id)`,
    `create index claims_photo on claims (region, sha256)`,
    `create table photos (sha256 text primary key, bytes integer not null, stored_at integer not null) strict`,
  ],
  '0002-letters': [
    `alter table dead_letters add column region text not null default ''`,
    `alter table dead_letters add column event_id text`,
    `alter table dead_letters add column settled_event text`,
    `alter table dead_letters add column settled_by text`,
    `alter table dead_letters add column settled_at integer`,
    ...fillDeadLetters,
    `create index dead_letters_region on dead_letters (region, received_at)`,
    `create index dead_letters_event on dead_letters (region, event_id)`,
  ],
  '0003-losses': [
    `alter table devices add column session text`,
    `create index devices_session on devices (session)`,
    `create table losses (
      device text primary key, person text not null, region text not null,
      events integer not null, photos integer not null, seen_at integer not null,
      found_by text not null, found_at integer not null) strict`,
  ],
  '0004-unsent-claims': [`create index claims_unsent on claims (device) where sent_at is null`],
  '0005-letters-by-state': [
    `create index dead_letters_open on dead_letters (region, settled_event, received_at desc, hash)
      where settled_event is null`,
    `create index dead_letters_settled on dead_letters (region, received_at desc, hash)
      where settled_event is not null`,
  ],
  '0006-versions': [
    `alter table people add column unit text`,
    `alter table subjects add column fold integer not null default 1`,
    `create index subjects_fold on subjects (kind, fold, region, id)`,
    `alter table events add column basis text`,
    `create index events_subject on events (region, subject_kind, subject_id, seq)`,
    `create table reference_edits (
      region text not null, seq integer not null, kind text not null, id text not null,
      edited_by text, edited_at integer not null, before text,
      primary key (region, seq)) strict`,
    `create index reference_edits_row on reference_edits (region, kind, id, seq)`,
  ],
  '0007-office': [
    `create table people_of_office (
      id text primary key, username text unique, name text not null, role text not null, region text not null,
      scope text not null, unit text, phone text, certificate text, retired_at integer) strict`,
    `insert into people_of_office (id, username, name, role, region, scope, unit)
      select id, username, name, role, region, scope, unit from people`,
    `drop table people`,
    `alter table people_of_office rename to people`,
    `create unique index people_phone on people (region, phone)`,
    `alter table devices add column app text`,
    `alter table devices add column oldest_unsent integer`,
    `create index devices_person on devices (person)`,
    `alter table reference_edits add column after text`,
    `alter table reference_edits add column source text`,
    `create table enrolment_codes (
      hash text primary key, region text not null, person text, role text, scope text,
      made_by text, made_at integer not null, expires_at integer not null,
      uses integer not null, max_uses integer not null, revoked_at integer) strict`,
    `create index enrolment_codes_person on enrolment_codes (person)`,
    `create table enrolment_uses (
      hash text not null, device text not null, person text not null, used_at integer not null,
      primary key (hash, device)) strict`,
    `create table failed_tries (
      name text primary key, failures integer not null, last_at integer not null, until integer not null) strict`,
    `create index failed_tries_until on failed_tries (until)`,
    `alter table subjects add column grid text not null default ''`,
    `alter table subjects add column photos integer not null default 0`,
    `alter table subjects add column bytes integer not null default 0`,
    ...fillSubjectSizes,
    `create index subjects_grid on subjects (region, grid, photos, bytes)`,
  ],
};

export const migrationNames: readonly string[] = Object.keys(statements);

/**
 * Differences of PostgreSQL: no strict tables; `integer` is too short for milliseconds; text compares by the locale of
 * the machine unless a collation is given. A word is a type if it follows a name.
 */
const inPostgres = (line: string): string =>
  line
    .replace(/ strict$/, '')
    .replace(/(?<=\w )integer\b/g, 'bigint')
    .replace(/(?<=\w )text\b/g, 'text collate "C"')
    .replace(/json_extract\((\w+), '\$\.(\w+)'\)/g, `($1::json->>'$2')`)
    .replace(/json_array_length\((\w+), '\$\.(\w+)'\)/g, `json_array_length($1::json->'$2')`)
    .replace(/json_object\(([^)]*)\)/g, 'json_build_object($1)::text');

export const runLines = async (
  db: Kysely<Tables>,
  lines: readonly string[],
  kind: Store['kind'],
): Promise<void> => {
  for (const line of lines) await sql.raw(kind === 'sqlite' ? line : inPostgres(line)).execute(db);
};

const asMigration = (lines: readonly string[], kind: Store['kind']): Migration => ({
  up: (db) => runLines(db, lines, kind),
});

export const migrate = async (db: Kysely<Tables>, kind: Store['kind']): Promise<void> => {
  const { error } = await new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          Object.entries(statements).map(([name, lines]) => [name, asMigration(lines, kind)]),
        ),
    },
  }).migrateToLatest();
  if (error) throw error;
};
