import type { Auth } from '#server/auth/auth.ts';
import { enrolPerson, hasPeople, isUsernameTaken } from '#server/auth/people.ts';
import { editReference, openRegion } from '#server/ledger/reference.ts';
import type { Store } from '#server/store/store.ts';
import { demoGrids, demoPeople, demoPlaces, demoRegion } from './community.ts';

const readState = async ({ read }: Store): Promise<string | null> => {
  const row = await read.selectFrom('settings').select('value').where('name', '=', 'demo').executeTakeFirst();
  return row?.value ?? null;
};

const writeState = ({ write }: Store, value: 'begun' | 'done') =>
  write
    .insertInto('settings')
    .values({ name: 'demo', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();

export const isDemo = async (store: Store): Promise<boolean> => (await readState(store)) !== null;

/** Fills an empty server with the demo community; finishes one that a crash left half done. */
export const seedDemo = async (store: Store, auth: Auth): Promise<void> => {
  const state = await readState(store);
  if (state === 'done' || (state === null && (await hasPeople(store.read)))) return;
  await writeState(store, 'begun');
  await store.write.transaction().execute(async (tx) => {
    const feed = await openRegion(tx, demoRegion);
    await editReference(tx, feed, [
      ...demoGrids.map((grid) => ({ kind: 'grid' as const, id: grid.code, value: grid })),
      ...demoPlaces.map((place) => ({ kind: 'place' as const, id: place.id, value: place })),
    ]);
    await feed.close();
  });
  for (const person of demoPeople)
    if (!(await isUsernameTaken(store.read, person.username))) await enrolPerson(store, auth, person);
  await writeState(store, 'done');
};
