/** A server of the office in the page of the test: it keeps rows and answers the calls of the admin desk. */
import { err, ok } from '#domain/base/result.ts';
import type { Edit, OfficeRow } from '#domain/office/messages.ts';
import type { Problem } from '#domain/office/problem.ts';
import { MARKER } from '#domain/protocol/version.ts';
import type { Transport } from '#sync/transport/transport.ts';

type Answer = { readonly status?: number; readonly body: object };
type Asked = { readonly path: string; readonly query: URLSearchParams; readonly body: unknown };

export class FakeOffice {
  readonly rows = new Map<string, OfficeRow[]>();
  readonly edits: Edit[] = [];
  readonly asked: Asked[] = [];
  /** What the next edit is refused with. */
  problems: readonly Problem[] = [];
  isOffline = false;
  /** By the path after `/api/office/`; before what this class answers itself. */
  readonly answers = new Map<string, (asked: Asked) => Answer>();

  put(kind: string, values: readonly { readonly [field: string]: unknown }[], idOf = 'id'): void {
    this.rows.set(
      kind,
      values.map((value, index) => ({ id: String(value[idOf]), seq: index + 1, value })),
    );
  }

  readonly transport: Transport = async ({ path: address, body, onSent }) => {
    if (this.isOffline) return err('offline');
    const { pathname, searchParams: query } = new URL(address, 'http://office');
    const path = pathname.replace('/api/office/', '');
    if (body instanceof ArrayBuffer) onSent?.(body.byteLength);
    const asked = { path, query, body: typeof body === 'string' ? JSON.parse(body) : body };
    this.asked.push(asked);
    const { status = 200, body: given } = this.answers.get(path)?.(asked) ?? this.#answer(asked);
    const text = JSON.stringify({ marker: MARKER, serverTime: Date.now(), ...given });
    return ok({ status, header: () => null, bytes: new TextEncoder().encode(text).buffer });
  };

  #answer({ path, query, body }: Asked): Answer {
    const [, kind] = /^rows\/(\w+)$/.exec(path) ?? [];
    if (kind !== undefined) return { body: { rows: this.rows.get(kind) ?? [] } };
    if (path === 'counts')
      return {
        body: {
          kinds: Object.fromEntries([...this.rows].map(([name, rows]) => [name, rows.length])),
          devices: 498,
          deadLetters: 2,
        },
      };
    if (path === 'edits') return { body: this.#edit((body as { edits: readonly Edit[] }).edits) };
    if (path === 'audit') return { body: { lines: [], more: false } };
    if (path === 'scope-size') {
      const codes = (query.get('scope') ?? '').split(',').length;
      return { body: { grids: codes, cases: 2140, places: 1320, photos: 3, bytes: 38_000_000 } };
    }
    return { status: 404, body: { error: 'notFound', message: '' } };
  }

  #edit(edits: readonly Edit[]): object {
    const { problems } = this;
    this.problems = [];
    if (problems.length > 0) return { problems: problems.map((it) => ({ index: 0, ...it })), rows: [] };
    this.edits.push(...edits);
    const written = edits.map(({ kind, id, value }) => {
      const row = { id, seq: 1000 + this.edits.length, value };
      const others = (this.rows.get(kind) ?? []).filter((it) => it.id !== id);
      this.rows.set(kind, [...others, row]);
      return row;
    });
    return { problems: [], rows: written };
  }
}

/** The office of the current test. A test file mocks the transport of the page by `fakeTransport`. */
let office = new FakeOffice();
export const newOffice = (): FakeOffice => (office = new FakeOffice());
export const fakeTransport: Transport = (request) => office.transport(request);
