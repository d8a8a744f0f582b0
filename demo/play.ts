/**
 * Plays the story: the demo's phones sign in and send what their people did, through the server's own doors.
 *
 * Promises: nothing is written behind the doors. The server they talk to is the real app on a free local port; only
 * its clock is the player's, so that received-at is the played time. Cut off anywhere and played again, the same
 * events come with the same bytes: the server answers `duplicate`, and only what is missing is sent.
 * Assumes: drawing is deterministic, and nobody else uses the server until it is done.
 */
import type { AddressInfo } from 'node:net';
import { createApp } from '#server/http/app.ts';
import type { Services } from '#server/http/base/services.ts';
import type { Progress } from '#server/server.ts';
import { listen, stopListening } from '#server/listen.ts';
import { openLog } from '#server/log.ts';
import type { Millis } from '#domain/base/units.ts';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { demoPassword, demoPeople } from './community.ts';
import { signInDevice, type FieldDevice } from './field-device.ts';
import { openEasel } from './pictures/easel.ts';
import type { Photo } from './pictures/take-photo.ts';
import { diceOf } from './dice.ts';
import { endStory, readStory } from './seed.ts';
import { writeStory } from './story/tell-story.ts';
import type { Action, Sitting } from './story/story.ts';

const UPLOADS_AT_ONCE = 3;
const GRACE: Millis = 2000;

/** Each phone's clock is a little off, and it knows by how much. */
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
  const held = new Set<string>();
  if (!isNew)
    for (const { sha256, state } of await device.askFor(photos)) if (state === 'complete') held.add(sha256);
  const left = photos.filter((photo) => !held.has(photo.facts.sha256));
  for (let at = 0; at < left.length; at += UPLOADS_AT_ONCE)
    await Promise.all(left.slice(at, at + UPLOADS_AT_ONCE).map((photo) => device.sendPhoto(photo)));
  // A phone lets go of a photo only with a receipt it asked for later.
  for (const { sha256, receipt } of await device.askFor(photos))
    if (receipt === null) throw new Error(`The demo has no receipt for the photo ${sha256}.`);
};

type Played = { readonly action: Action; readonly photos: readonly Photo[] };

const sit = async (device: FieldDevice, played: readonly Played[]): Promise<void> => {
  const events = played.map(({ action, photos }) => signAction(device, action, photos));
  const verdicts = await device.push(events);
  const refused = verdicts.find(({ verdict }) => verdict !== 'applied');
  if (refused) throw new Error(`The demo's event was ${refused.verdict}: ${refused.reason}.`);
  const all = [...new Set(played.flatMap(({ photos }) => photos))];
  if (all.length === 0) return;
  await device.sendThumbnails(all);
  const missing = new Set(
    played.flatMap(({ action, photos }) => (action.isLastPhotoMissing ? [photos.at(-1)!] : [])),
  );
  const isNew = !verdicts.some((verdict) => verdict.duplicate);
  await sendPhotos(
    device,
    all.filter((photo) => !missing.has(photo)),
    isNew,
  );
};

const playStory = async (
  services: Services,
  secret: string,
  story: readonly Sitting[],
  report: Progress,
): Promise<void> => {
  let now = story[0]?.at ?? services.clock();
  // A refusal throws with its own words; two thousand request lines would bury the progress.
  const app = createApp({ ...services, clock: () => now, log: openLog('error') }, new Map());
  const server = await listen(app, '127.0.0.1', 0);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const devices = new Map<string, FieldDevice>();
  const easel = openEasel(story.flatMap(({ actions }) => actions.flatMap(({ shots }) => shots)));
  try {
    const usernames = new Set(story.map((sitting) => sitting.username));
    for (const { username } of demoPeople)
      if (usernames.has(username))
        devices.set(username, await signInDevice({ url, username, password: demoPassword, secret }));
    const total = story.length;
    for (const [i, { username, at, actions }] of story.entries()) {
      now = at;
      const played: Played[] = [];
      for (const action of actions) {
        const photos: Photo[] = [];
        for (const shot of action.shots) photos.push(await easel.take(shot));
        played.push({ action, photos });
      }
      await sit(devices.get(username)!, played);
      report(i + 1, total);
    }
  } finally {
    await stopListening(server, GRACE);
  }
};

/** Plays what is left of the demo's story, if anything is. `secret` is the server's own. */
export const playDemo = async (
  services: Services,
  secret: string,
  report: Progress = () => undefined,
): Promise<void> => {
  const story = await readStory(services.store);
  if (!story) return;
  await playStory(services, secret, writeStory(story.now, story.days), report);
  await endStory(services.store);
};
