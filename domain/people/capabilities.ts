/**
 * What a role may see and do besides its acts, and how the app behaves for it. The acts of a role are in the files of the
 * acts (`domain/<kind>/acts`). No other place outside `domain/` names a role.
 */
import type { Channel } from '#domain/case/sources.ts';
import type { Role } from '#domain/ledger/roles.ts';

export type Tab = 'today' | 'desk' | 'admin' | 'reports' | 'me';

export type Capability = {
  /** `scope`: every subject in the person's grids, and those that name them. `named`: only those that name them. */
  readonly sight: 'scope' | 'named';
  /** May act on a subject that lies in their grids, not only on their own. */
  readonly actsInScope: boolean;
  /** The tabs of the navigation; the first is the home. */
  readonly tabs: readonly Tab[];
  /** The source of the reports they write; null for a role that reports nothing. */
  readonly channel: Channel | null;
  /** `desk`: listens to the live stream out of sight too, and pulls within a second. `field`: spares the battery. */
  readonly live: 'desk' | 'field';
  /** May read, replay and correct the dead letters of their region, and edit reference data. */
  readonly administers: boolean;
};

const field: Capability = {
  sight: 'scope',
  actsInScope: true,
  tabs: ['today', 'reports', 'me'],
  channel: 'patrol',
  live: 'field',
  administers: false,
};

/** The role of the first person on an empty server. */
export const firstRole: Role = 'admin';
export const capabilities: Readonly<Record<Role, Capability>> = {
  patroller: field,
  inspector: { ...field, channel: 'spotCheck' },
  observer: { ...field, sight: 'named', actsInScope: false, channel: 'observer' },
  handler: { ...field, sight: 'named', tabs: ['today', 'me'], channel: null },
  reviewer: { ...field, tabs: ['desk', 'today', 'reports', 'me'], live: 'desk' },
  admin: { ...field, tabs: ['desk', 'admin', 'me'], channel: null, live: 'desk', administers: true },
};
