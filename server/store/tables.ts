/**
 * What is stored. Only what SQLite and PostgreSQL share: text ids, whole numbers for times (milliseconds) and
 * flags, JSON as text. The region is the shard: it opens the key of every table that grows with the work.
 */
import type { Generated } from 'kysely';
import type { Role } from '#domain/ledger/roles.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';

type Json = string;

export type Tables = {
  settings: { name: string; value: string };
  /** One row a region: the head of its feed. Updated first in every writing transaction, so writers queue on it. */
  regions: { region: string; seq: number; mark: string };
  /** One row for every seq ever given. `audience_before` is the audience a subject had until then, where it changed. */
  changes: {
    region: string;
    seq: number;
    mark: string;
    subject_kind: string | null;
    subject_id: string | null;
    audience_before: Json | null;
  };
  people: {
    id: string;
    username: string;
    name: string;
    role: Role;
    region: string;
    scope: Json;
    unit: string | null;
  };
  devices: {
    id: string;
    person: string;
    label: string;
    public_key: Json;
    enrolled_at: Millis;
    last_seen_at: Millis;
    unsent: number;
    /** The session it was last enrolled under; null before that was kept. */
    session: string | null;
  };
  /**
   * What was on a device whose phone was cleared, by what it last said: `found_by` came under the same session in its
   * place. Kept for the office.
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
  /** Every edit of a reference row: who made it (null for the product itself), when, and the value before. */
  reference_edits: {
    region: string;
    seq: number;
    kind: ReferenceKind;
    id: string;
    edited_by: string | null;
    edited_at: Millis;
    before: Json | null;
  };
  /** `fold` is the fold version that wrote the body. */
  subjects: {
    region: string;
    kind: string;
    id: string;
    seq: number;
    audience: Json;
    body: Json;
    fold: Generated<number>;
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
   * What was not taken, whole. `signed` is the JSON of text and signature; `event_id` what the text calls itself, where
   * that can be read. Settled once an event stands for it: its own, replayed or sent anew, or one that mends it, by the
   * admin named or (null) by its author.
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
  /** A device's word that it holds a photo or thumbnail. `sent_at` is when that device has sent all its bytes. */
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
