/**
 * The demo of a server: the community, and the days to be played in it.
 *
 * Promises: made only where nobody was yet; finished at the next start when a crash left it half made, never made
 * twice. The story stays to be played until it ended, and is dropped once a device that is not the demo's own is
 * there: it never mixes with what real people did.
 */
import type { Millis } from '#domain/base/units.ts';
import type { Auth } from '#server/auth/auth.ts';
import { enrolPerson, hasPeople, isUsernameTaken } from '#server/auth/people.ts';
import { editReference, openRegion } from '#server/ledger/reference.ts';
import type { Store } from '#server/store/store.ts';
import { demoPeople, demoRegion } from './community.ts';
import { demoDeviceId } from './field-device.ts';
import { demoGrids } from './grids.ts';
import { demoPlaces } from './places.ts';

/** The moment the story leads up to, and how many days it tells. */
export type StoryToPlay = { readonly now: Millis; readonly days: number };

type Setting = 'demo' | 'demo-story';

const readSetting = async ({ read }: Store, name: Setting): Promise<string | null> => {
  const row = await read.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
};

const writeSetting = ({ write }: Store, name: Setting, value: string) =>
  write
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();

export const isDemo = async (store: Store): Promise<boolean> => (await readSetting(store, 'demo')) !== null;

/** Fills an empty server with the demo community; finishes one that a crash left half done. */
export const seedDemo = async (store: Store, auth: Auth, story: StoryToPlay): Promise<void> => {
  const state = await readSetting(store, 'demo');
  if (state === 'done' || (state === null && (await hasPeople(store.read)))) return;
  // Before the community: a crash between the two leaves a story that only an unfinished demo reads.
  if (state === null && story.days > 0) await writeSetting(store, 'demo-story', JSON.stringify(story));
  await writeSetting(store, 'demo', 'begun');
  await store.write.transaction().execute(async (tx) => {
    const feed = await openRegion(tx, demoRegion, story.now);
    await editReference(
      tx,
      feed,
      [
        ...demoGrids.map((grid) => ({ kind: 'grid' as const, id: grid.code, value: grid })),
        ...demoPlaces.map((place) => ({ kind: 'place' as const, id: place.id, value: place })),
      ],
      { by: null, at: story.now },
    );
    await feed.close();
  });
  // At once: most of it is the hashing of passwords, which has threads of its own.
  await Promise.all(
    demoPeople.map(async (person) => {
      if (!(await isUsernameTaken(store.read, person.username)))
        await enrolPerson(store, auth, person, { by: null, at: story.now });
    }),
  );
  await writeSetting(store, 'demo', 'done');
};

export const endStory = async ({ write }: Store): Promise<void> => {
  await write.deleteFrom('settings').where('name', '=', 'demo-story').execute();
};

/** What is left to be played; null when it was, or when somebody real came first. */
export const readStory = async (store: Store): Promise<StoryToPlay | null> => {
  const value = await readSetting(store, 'demo-story');
  if (value === null) return null;
  const stranger = await store.read
    .selectFrom('devices')
    .select('id')
    .where(
      'id',
      'not in',
      demoPeople.map(({ username }) => demoDeviceId(username)),
    )
    .limit(1)
    .executeTakeFirst();
  if (!stranger) return JSON.parse(value) as StoryToPlay;
  await endStory(store);
  return null;
};
