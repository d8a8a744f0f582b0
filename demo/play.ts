/**
 * Plays the story: simulated phones sign in and send the acts of their people over the HTTP interface of the server.
 *
 * Promises: every event and photo goes through HTTP. The server is the real app on a free local port, except its clock,
 * which shows the time of the story; so received-at is that time. After a cut at any point the story is played again
 * from the beginning with the same bytes: the server answers `duplicate`, and only missing photos are sent. A story that
 * began without pictures goes on without them. No event is rejected.
 * Assumes: drawing is deterministic, and no other client uses the server until the story has ended.
 */
import type { AddressInfo } from 'node:net';
import { createApp } from '#server/http/app.ts';
import type { Services } from '#server/http/base/services.ts';
import type { DemoOutput } from '#server/server.ts';
import { listen, stopListening } from '#server/listen.ts';
import { openLog } from '#server/log.ts';
import type { Millis } from '#domain/base/units.ts';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { demoPassword, demoPeople } from './community.ts';
import { signInDevice, type FieldDevice } from './field-device.ts';
import { loadTakePhoto, openEasel, type Easel, type LoadCanvas } from './pictures/easel.ts';
import type { Photo, Shot } from './pictures/take-photo.ts';
import { diceOf } from './dice.ts';
import { beginStory, endStory, readStory, type StoryToPlay } from './seed.ts';
import type { Action, Batch } from './story/story.ts';
import { writeStory } from './story/write-story.ts';

const UPLOADS_AT_ONCE = 3;
const GRACE: Millis = 2000;

/** The clock of each phone is slightly wrong. Its events carry the offset. */
const clockOffsetOf = (device: FieldDevice): Millis => diceOf(device.id).whole(-2400, 2400);

const manifestOf = (action: Action, photos: readonly Photo[]): ManifestPhoto[] =>
  photos.map((photo) => ({ ...photo.facts, source: action.source, takenAt: null, position: null }));

const signAction = (device: FieldDevice, action: Action, photos: readonly Photo[]): SignedEvent => {
  const clockOffset = clockOffsetOf(device);
  return device.sign(
    JSON.stringify({
      v: 1,
      id: action.id,
      type: action.type,
      subject: { kind: 'case', id: action.caseId },
      author: device.person.id,
      device: device.id,
      at: action.at - clockOffset,
      clockOffset,
      ...(action.replaces ? { replaces: action.replaces } : {}),
      photos: manifestOf(action, photos),
      body: action.body,
    }),
  );
};

const sendPhotos = async (device: FieldDevice, photos: readonly Photo[], isNew: boolean): Promise<void> => {
  const onServer = new Set<string>();
  if (!isNew)
    for (const { sha256, state } of await device.askFor(photos))
      if (state === 'complete') onServer.add(sha256);
  const missing = photos.filter((photo) => !onServer.has(photo.facts.sha256));
  for (let i = 0; i < missing.length; i += UPLOADS_AT_ONCE)
    await Promise.all(missing.slice(i, i + UPLOADS_AT_ONCE).map((photo) => device.sendPhoto(photo)));
  // As on a real phone, a photo is confirmed only by a receipt from a later `have` request.
  for (const { sha256, receipt } of await device.askFor(photos))
    if (receipt === null) throw new Error(`The demo has no receipt for the photo ${sha256}.`);
};

type Played = { readonly action: Action; readonly photos: readonly Photo[] };

const sendBatch = async (device: FieldDevice, played: readonly Played[]): Promise<void> => {
  const events = played.map(({ action, photos }) => signAction(device, action, photos));
  const verdicts = await device.push(events);
  const failed = verdicts.find(({ verdict }) => verdict !== 'applied');
  if (failed) throw new Error(`An event of the demo was ${failed.verdict}: ${failed.reason}.`);
  const all = [...new Set(played.flatMap(({ photos }) => photos))];
  if (all.length === 0) return;
  await device.sendThumbnails(all);
  const withheld = new Set(
    played.flatMap(({ action, photos }) => (action.isLastPhotoMissing ? [photos.at(-1)!] : [])),
  );
  const isNew = !verdicts.some((verdict) => verdict.duplicate);
  await sendPhotos(
    device,
    all.filter((photo) => !withheld.has(photo)),
    isNew,
  );
};

const takeAll = async (easel: Easel | null, shots: readonly Shot[]): Promise<readonly Photo[]> => {
  const photos: Photo[] = [];
  if (easel) for (const shot of shots) photos.push(await easel.take(shot));
  return photos;
};

type Play = {
  readonly services: Services;
  readonly secret: string;
  readonly story: readonly Batch[];
  readonly easel: Easel | null;
  readonly output: DemoOutput;
};

const playStory = async ({ services, secret, story, easel, output }: Play): Promise<void> => {
  let now = story[0]?.at ?? services.clock();
  // Every refusal throws with a message of its own. Two thousand request lines would hide the progress.
  const app = createApp({ ...services, clock: () => now, log: openLog('error') }, new Map());
  const server = await listen(app, '127.0.0.1', 0);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const devices = new Map<string, FieldDevice>();
  try {
    const usernames = new Set(story.map((batch) => batch.username));
    for (const { username } of demoPeople)
      if (usernames.has(username))
        devices.set(username, await signInDevice({ url, username, password: demoPassword, secret }));
    for (const [i, { username, at, actions }] of story.entries()) {
      now = at;
      const played: Played[] = [];
      for (const action of actions) played.push({ action, photos: await takeAll(easel, action.shots) });
      await sendBatch(devices.get(username)!, played);
      output.onProgress?.(i + 1, story.length);
    }
  } finally {
    await stopListening(server, GRACE);
  }
};

const NO_CANVAS = 'the optional package @napi-rs/canvas cannot be loaded';

/** One line for the terminal; null if the story has its pictures. */
const noticeOf = ({ hasPictures }: StoryToPlay, canDraw: boolean): string | null => {
  if (hasPictures === false) return 'Playing the demo without pictures: it began without them.';
  if (canDraw) return null;
  return hasPictures
    ? `The demo ends early: it began with pictures, and ${NO_CANVAS}.`
    : `Playing the demo without pictures: ${NO_CANVAS}.`;
};

/**
 * Plays the story of the demo, if one is stored, and ends it. `secret` is the secret of the server. The signed events
 * name their photos. A story that began with pictures therefore cannot go on without: its events would be rejected.
 */
export const playDemo = async (
  services: Services,
  secret: string,
  output: DemoOutput = {},
  loadCanvas?: LoadCanvas,
): Promise<void> => {
  const { store } = services;
  const stored = await readStory(store);
  if (!stored) return;
  const takePhoto = stored.hasPictures === false ? null : await loadTakePhoto(loadCanvas);
  const hasPictures = takePhoto !== null;
  const notice = noticeOf(stored, hasPictures);
  if (notice !== null) output.onNotice?.(notice);
  if (hasPictures || !stored.hasPictures) {
    await beginStory(store, { ...stored, hasPictures });
    const story = writeStory(stored.now, stored.days, hasPictures);
    const shots = story.flatMap(({ actions }) => actions.flatMap(({ shots }) => shots));
    const easel = takePhoto && openEasel(shots, takePhoto);
    await playStory({ services, secret, story, easel, output });
  }
  await endStory(store);
};
