/** Renders a section of the admin desk, with an office in memory instead of a server. */
import { vi } from 'vitest';
import { page } from 'vitest/browser';
import { err, ok } from '#domain/base/result.ts';
import type { AuditLine, Edit, OfficeRow, Progress } from '#domain/office/messages.ts';
import type { Problem } from '#domain/office/problem.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import type { AuditQuery, OfficeClient } from '#sync/online/office.ts';
import { followHistory, navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { openRoom, type Room } from './person-harness.tsx';
import type { Component } from 'solid-js';

const meta = { marker: 'grid-patrol', serverTime: 0 } as const;

export class FakeOffice {
  readonly rows = new Map<ReferenceKind, OfficeRow[]>();
  readonly edits: Edit[] = [];
  /** The answer to the next edits; none are written then. */
  problems: (Problem & { index: number })[] = [];
  lines: AuditLine[] = [];
  readonly asked: AuditQuery[] = [];
  progress: Omit<Progress, 'marker' | 'serverTime'> = {
    county: null,
    grids: 0,
    units: 0,
    people: 0,
    places: 0,
    devices: 0,
    cases: 0,
    skipped: [],
  };
  isAway = false;

  put(kind: ReferenceKind, ...rows: readonly (readonly [id: string, value: unknown])[]): void {
    this.rows.set(
      kind,
      rows.map(([id, value]) => ({ id, seq: 1, value })),
    );
  }

  value(kind: ReferenceKind, id: string): unknown {
    return this.rows.get(kind)?.find((row) => row.id === id)?.value;
  }

  #write({ kind, id, value }: Edit): OfficeRow {
    const rows = this.rows.get(kind) ?? [];
    const row = { id, seq: (rows.find((it) => it.id === id)?.seq ?? 0) + 1, value };
    this.rows.set(kind, [...rows.filter((it) => it.id !== id), row]);
    return row;
  }

  readonly client = {
    rows: async (kind: ReferenceKind) => this.#answer({ rows: this.rows.get(kind) ?? [] }),
    edit: async (edits: readonly Edit[]) => {
      const problems = this.problems;
      this.problems = [];
      if (this.isAway || problems.length > 0) return this.#answer({ problems, rows: [] });
      this.edits.push(...edits);
      return this.#answer({ problems, rows: edits.map((edit) => this.#write(structuredClone(edit))) });
    },
    audit: async (query: AuditQuery) => {
      this.asked.push(query);
      const older = this.lines.filter(({ seq }) => query.before === undefined || seq < query.before);
      return this.#answer({ lines: older.slice(0, 100), more: older.length > 100 });
    },
    counts: async () => this.#answer({ kinds: {}, devices: 0, deadLetters: 0 }),
    progress: async () => this.#answer(this.progress),
  } as unknown as OfficeClient;

  #answer<T>(body: T) {
    return this.isAway ? err({ kind: 'link' as const, fault: 'offline' as const }) : ok({ ...meta, ...body });
  }
}

/** Opens a section at an address, on a wide screen. */
export const openSection = async (path: string, section: string, screen: Component): Promise<Room> => {
  await page.viewport(1440, 900);
  followHistory();
  navigate(path, { replace: true });
  const room = await openRoom('admin');
  room.show(() => (
    <Routes routes={[{ path: `/admin/${section}/:id?`, screen }]} fallback={() => <p>elsewhere</p>} />
  ));
  return room;
};

export const SOON = { timeout: 10_000 };
export const soon = (check: () => void): Promise<void> => vi.waitFor(check, SOON);
