/**
 * Stores the community of the demo, and the story that is to be played in it.
 *
 * Promises: only a server without people gets a demo. The next start completes a demo that a crash left incomplete; it
 * is never made twice. The story stays stored until it has been played. It is deleted without being played once a device
 * that does not belong to the demo is enrolled, so that it never mixes with the work of real people.
 */
import { randomUUID } from 'node:crypto';
import type { Millis } from '#domain/base/units.ts';
import type { Edit } from '#domain/office/messages.ts';
import type { OfficeValues } from '#domain/office/office-kinds.ts';
import { SETTINGS_ID } from '#domain/office/settings.ts';
import { firstRole } from '#domain/people/capabilities.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import type { Auth } from '#server/auth/auth.ts';
import { enrolPerson, hasPeople, isUsernameTaken } from '#server/auth/people.ts';
import { setPassword } from '#server/auth/passwords.ts';
import { applyEdits } from '#server/office/edit-office.ts';
import { readOfficeRows, type OfficeRows } from '#server/office/office-rows.ts';
import type { Store } from '#server/store/store.ts';
import { demoAreas, demoOffice, demoPeople, demoRegion, demoUnits } from './community.ts';
import { demoDeviceId } from './field-device.ts';
import { demoGrids } from './grids.ts';
import { demoPlaces } from './places.ts';

export type StoryToPlay = {
  /** When the story ends. */
  readonly now: Millis;
  readonly days: number;
  /** Stored when the playing begins, since the bytes of the events depend on it. */
  readonly hasPictures?: boolean;
};

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

const readRows = ({ read }: Store) => readOfficeRows(read, demoRegion);

const idsByUsername = ({ byKind }: OfficeRows): ReadonlyMap<string, string> =>
  new Map(Array.from(byKind.person.values(), ({ value }) => [value.username ?? '', value.id]));

/** Every region has settings from its start; what is missing in them is the name of the office. */
const nameOfOffice = ({ byKind }: OfficeRows): readonly Edit[] => {
  const { value, seq } = byKind.settings.get(SETTINGS_ID)!;
  if (value.office.zh === demoOffice.zh) return [];
  return [{ kind: 'settings', id: SETTINGS_ID, value: { ...value, office: demoOffice }, seq }];
};

/** The rows of the demo that are not stored yet, as edits of the office. */
const missingRows = (rows: OfficeRows): readonly Edit[] => {
  const edit = <K extends ReferenceKind>(kind: K, id: string, value: OfficeValues[K]): readonly Edit[] =>
    rows.byKind[kind].has(id) ? [] : [{ kind, id, value, seq: null }];
  const ids = idsByUsername(rows);
  return [
    ...nameOfOffice(rows),
    ...demoAreas.flatMap((area) => edit('area', area.code, area)),
    ...demoGrids.flatMap((grid) => edit('grid', grid.code, grid)),
    ...demoPlaces.flatMap((place) => edit('place', place.id, place)),
    ...demoUnits.flatMap((unit) => edit('unit', unit.id, unit)),
    ...demoPeople.flatMap(({ username, name, role, region, scope, unit = null }) => {
      const id = ids.get(username) ?? randomUUID();
      return edit('person', id, { id, username, name, role, region, scope: [...scope], unit });
    }),
  ];
};

/** The first admin as on any server, then everything else by the edits and passwords of that admin. */
const fillOffice = async (store: Store, auth: Auth, now: Millis): Promise<void> => {
  const admin = demoPeople.find(({ role }) => role === firstRole)!;
  if (!(await isUsernameTaken(store.read, admin.username)))
    await enrolPerson(store, auth, admin, { by: null, at: now });
  const before = await readRows(store);
  const by = idsByUsername(before).get(admin.username)!;
  const { problems } = await applyEdits(store, demoRegion, missingRows(before), { by, at: now });
  if (problems.length > 0) throw new Error(`the demo has wrong rows: ${JSON.stringify(problems[0])}`);
  const ids = idsByUsername(await readRows(store));
  // All at once: most of the time goes into hashing passwords, which runs on other threads.
  await Promise.all(
    demoPeople.map(({ username, password }) =>
      setPassword(store, auth, { region: demoRegion, person: ids.get(username)!, password }, { by, at: now }),
    ),
  );
};

/** Adds the demo community to an empty server, or completes one that a crash left incomplete. */
export const seedDemo = async (store: Store, auth: Auth, story: StoryToPlay): Promise<void> => {
  const state = await readSetting(store, 'demo');
  if (state === 'done' || (state === null && (await hasPeople(store.read)))) return;
  // The story is stored before the community. After a crash between the two, the next start makes the community.
  if (state === null && story.days > 0) await writeSetting(store, 'demo-story', JSON.stringify(story));
  await writeSetting(store, 'demo', 'begun');
  await fillOffice(store, auth, story.now);
  await writeSetting(store, 'demo', 'done');
};

export const beginStory = async (store: Store, story: StoryToPlay): Promise<void> => {
  await writeSetting(store, 'demo-story', JSON.stringify(story));
};

export const endStory = async ({ write }: Store): Promise<void> => {
  await write.deleteFrom('settings').where('name', '=', 'demo-story').execute();
};

/** The story that is to be played. Null if it has been played, or if a real device is enrolled. */
export const readStory = async (store: Store): Promise<StoryToPlay | null> => {
  const value = await readSetting(store, 'demo-story');
  if (value === null) return null;
  const realDevice = await store.read
    .selectFrom('devices')
    .select('id')
    .where(
      'id',
      'not in',
      demoPeople.map(({ username }) => demoDeviceId(username)),
    )
    .limit(1)
    .executeTakeFirst();
  if (!realDevice) return JSON.parse(value) as StoryToPlay;
  await endStory(store);
  return null;
};
