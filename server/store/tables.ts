/**
 * The tables. They use only types that SQLite and PostgreSQL share: text for ids and JSON, whole numbers for flags and for
 * times in milliseconds. The region is the shard: the key of the large ledger tables begins with it.
 */
import type { Generated, Selectable } from 'kysely';
import type { Role } from '#domain/ledger/roles.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';

type Json = string;

export type Tables = {
  settings: { name: string; value: string };
  /** One row for each region: its ledger head. Every writing transaction updates it first, so writers wait for each other. */
  regions: { region: string; seq: number; mark: string };
  /** One row for every seq. `audience_before` is the former audience of the subject, if the change moved it. */
  changes: {
    region: string;
    seq: number;
    mark: string;
    subject_kind: string | null;
    subject_id: string | null;
    audience_before: Json | null;
  };
  /** `username` is null until the person or the office chose one. A person without sign-in has no row in `user`. */
  people: {
    id: string;
    username: string | null;
    name: string;
    role: Role;
    region: string;
    scope: Json;
    unit: string | null;
    phone: string | null;
    /** Number and validity of the certificate of a licensed officer. */
    certificate: Json | null;
    retired_at: Millis | null;
  };
  /**
   * Codes for enrolment, hashed with the secret of the server. A code without `person` makes people of a role and scope:
   * observers, or an admin after a recovery. `made_by` is null for a recovery. A code is used up when `uses` is `max_uses`.
   */
  enrolment_codes: {
    hash: string;
    region: string;
    person: string | null;
    role: Role | null;
    scope: Json | null;
    made_by: string | null;
    made_at: Millis;
    expires_at: Millis;
    uses: number;
    max_uses: number;
    revoked_at: Millis | null;
  };
  /** Which device used which code. The same device may ask again after a lost answer. */
  enrolment_uses: { hash: string; device: string; person: string; used_at: Millis };
  /** Failed tries, for limits that hold across processes (`tries.ts`). Rows end at `until`. */
  failed_tries: { name: string; failures: number; last_at: Millis; until: Millis };
  devices: {
    id: string;
    person: string;
    label: string;
    public_key: Json;
    enrolled_at: Millis;
    last_seen_at: Millis;
    unsent: number;
    /** The session of its last enrolment; null for devices of older servers. */
    session: string | null;
    /** The version of its app; null if it did not say it. */
    app: string | null;
    /** When its oldest unsent event was written, by its own clock; null without one. */
    oldest_unsent: Millis | null;
  };
  /**
   * What a device had unsent, by its last report, when the storage of its phone was cleared. `found_by` is the device
   * that was enrolled under the same session afterwards. Rows are never deleted.
   */
  losses: {
    device: string;
    person: string;
    region: string;
    events: number;
    photos: number;
    seen_at: Millis;
    found_by: string;
    found_at: Millis;
  };
  reference: { region: string; kind: ReferenceKind; id: string; seq: number; value: Json | null };
  /**
   * What the office did: every edit of a reference row, and other actions under a kind of their own (`code`, `session`,
   * `recovery`). `edited_by` is null for the product itself. `after` is null in rows of older servers. `source` names the
   * file of an import.
   */
  reference_edits: {
    region: string;
    seq: number;
    kind: string;
    id: string;
    edited_by: string | null;
    edited_at: Millis;
    before: Json | null;
    after: Json | null;
    source: string | null;
  };
  /** `fold` is the fold version that wrote the body. `grid`, `photos` and `bytes` tell what a scope has. */
  subjects: {
    region: string;
    kind: string;
    id: string;
    seq: number;
    audience: Json;
    body: Json;
    fold: Generated<number>;
    grid: Generated<string>;
    photos: Generated<number>;
    bytes: Generated<number>;
  };
  /** Every event with a good signature, its exact text and its verdict. `position` is its place in its push. */
  events: {
    region: string;
    id: string;
    hash: Sha256;
    text: string;
    signature: string;
    person: string;
    device: string;
    authority: Json;
    subject_kind: string;
    subject_id: string;
    verdict: 'applied' | 'contested' | 'rejected' | 'held';
    reason: string | null;
    seq: number | null;
    received_at: Millis;
    position: number;
    /** What a replay needs besides the event (`Basis`); null for effect 1 without office data. */
    basis: Json | null;
  };
  /**
   * Rejected and unreadable events, whole. `signed` is the JSON of text and signature; `event_id` is the id in the text,
   * if it can be read. Resolved once an event replaces it (`settled_event`): a replay, a correction or a resubmission.
   * `settled_by` is the admin; null if the author resolved it.
   */
  dead_letters: {
    device: string;
    hash: Sha256;
    person: string;
    signed: Json;
    reason: string;
    received_at: Millis;
    region: string;
    event_id: string | null;
    settled_event: string | null;
    settled_by: string | null;
    settled_at: Millis | null;
  };
  /** A device claims, by an event, to have a photo or thumbnail. `sent_at` is when this device had sent all bytes. */
  claims: {
    region: string;
    person: string;
    device: string;
    sha256: Sha256;
    event_id: string;
    role: 'photo' | 'thumbnail';
    subject_kind: string;
    subject_id: string;
    bytes: number;
    sent_at: Millis | null;
  };
  photos: { sha256: Sha256; bytes: number; stored_at: Millis };
};

export type EventRow = Selectable<Tables['events']>;
export type DeadLetterRow = Selectable<Tables['dead_letters']>;
