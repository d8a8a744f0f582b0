import { referenceKinds, type ReferenceKind } from '#domain/reference/reference.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import { kindsRead } from '#domain/subjects.ts';
import type { Reading, Store } from '#server/store/store.ts';

type Cached = { readonly seq: number; readonly view: ReferenceView };

/** By store and region. An entry is valid while its seq is the highest of the region's reference data: every edit raises it. */
const cachedByStore = new WeakMap<Store, Map<string, Cached>>();

const headOfReference = async (db: Reading, region: string): Promise<number> => {
  const row = await db
    .selectFrom('reference')
    .select('seq')
    .where('region', '=', region)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 0;
};

const load = async (db: Reading, region: string): Promise<ReferenceView> => {
  const kinds = referenceKinds.filter((kind) => kindsRead.includes(kind));
  const rows = await db
    .selectFrom('reference')
    .select(['kind', 'id', 'value'])
    .where('region', '=', region)
    .where('kind', 'in', kinds)
    .execute();
  const values = new Map<ReferenceKind, Map<string, unknown>>(kinds.map((kind) => [kind, new Map()]));
  for (const { kind, id, value } of rows)
    values.get(kind)?.set(id, value === null ? null : (JSON.parse(value) as unknown));
  return {
    get: (kind, id) => {
      const found = values.get(kind);
      if (!found) throw new Error(`no act says that it reads ${kind}`);
      return found.get(id) as ReturnType<ReferenceView['get']>;
    },
  } as ReferenceView;
};

/** The reference data of the region, for a judgement. The caller has locked the region's row. */
export const referenceViewOf = async (store: Store, db: Reading, region: string): Promise<ReferenceView> => {
  const cached = cachedByStore.get(store) ?? new Map<string, Cached>();
  cachedByStore.set(store, cached);
  const seq = await headOfReference(db, region);
  const known = cached.get(region);
  if (known?.seq === seq) return known.view;
  const view = await load(db, region);
  cached.set(region, { seq, view });
  return view;
};
