/**
 * Power loss. A real server works for phones while its file operations are traced. Then, for many moments, a disk image is
 * made as a power cut may leave it, and the server is started on the image.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMessage } from '#domain/protocol/answer.ts';
import { haveAnswerSchema, photoAnswerSchema, thumbnailsAnswerSchema } from '#domain/protocol/photos.ts';
import { pushAnswerSchema } from '#domain/protocol/push.ts';
import { openStore } from '#server/store/store.ts';
import { signIn, type Device, type Photo } from '#tests/support/clients/device.ts';
import { readTrace, type TraceStep } from '#tests/support/database/read-trace.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';
import { runTracedServer } from '#tests/support/servers/server-process.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';
import { openCrashDisk } from './crash-disk.ts';
import { FieldPhone, nothingAnswered, type Answered } from './field-phone.ts';
import { allOf, nothingFound, type Findings } from '#tests/support/data/ledger-invariants.ts';
import { checkInvariants } from './invariants.ts';

/** A disk in memory if there is one: the trace is the same, and it is faster. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const USERNAMES = ['wang', 'chen', 'lin'];
/** How each run of the server ends. A clean end writes the log of SQLite into its file. */
const RUNS: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGTERM', 'SIGKILL'];
const REPORTS_A_RUN = 4;
const OFFERED = 8;
/** Rows and files are checked on every image; the phones return on every third. */
const BACK_EVERY = 3;

export type Recording = {
  readonly folder: string;
  readonly steps: readonly TraceStep[];
  readonly phones: readonly FieldPhone[];
};

const worksAWhile = async (phone: FieldPhone, dataUrl: string): Promise<void> => {
  phone.device = phone.device.at(dataUrl);
  for (let reports = 0; reports < REPORTS_A_RUN; reports++) {
    await phone.writes();
    while (!phone.isDone()) await phone.sends();
  }
};

/** Records three runs of the server, from an empty folder. */
export const record = async (seed: number): Promise<Recording> => {
  const folder = await mkdtemp(join(FAST, 'grid-patrol-power-'));
  const dataDir = join(folder, 'disk', 'data');
  await mkdir(join(folder, 'disk'));
  const random = seededRandom(seed);
  const phones: FieldPhone[] = [];
  const steps: TraceStep[] = [];
  try {
    for (const [index, signal] of RUNS.entries()) {
      const trace = join(folder, `trace-${index}`);
      const run = runTracedServer(trace, ['--port', '0', '--data-dir', dataDir], { LOG_LEVEL: 'silent' });
      const url = await run.listening();
      if (index === 0)
        for (const username of USERNAMES) phones.push(new FieldPhone(await signIn(url, username), random));
      await Promise.all(phones.map((phone) => worksAWhile(phone, url)));
      await run.kill(signal);
      await readTrace(trace, join(folder, 'disk'), steps);
    }
    return { folder: join(folder, 'disk'), steps, phones };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const readAnswers = (text: string, answered: Answered): void => {
  const message = text.slice(text.indexOf('{"marker"'), text.lastIndexOf('}') + 1);
  const pushed = parseMessage(pushAnswerSchema, message);
  if (pushed.ok) for (const verdict of pushed.value.verdicts) answered.verdicts.set(verdict.hash, verdict);
  const thumbnails = parseMessage(thumbnailsAnswerSchema, message);
  if (thumbnails.ok)
    for (const { sha256, stored } of thumbnails.value.thumbnails) if (stored) answered.stored.add(sha256);
  const had = parseMessage(haveAnswerSchema, message);
  if (had.ok)
    for (const { sha256, state } of had.value.photos) if (state === 'complete') answered.stored.add(sha256);
  const photo = parseMessage(photoAnswerSchema, message);
  if (photo.ok) answered.stored.add(photo.value.sha256);
};

/** Offers again what was answered last, which is most at risk. */
const offerAgain = async (
  phone: FieldPhone,
  url: string,
  answered: Answered,
  found: Findings,
): Promise<void> => {
  const device = phone.device.at(url);
  const events = phone.written.filter(({ hash }) => answered.verdicts.has(hash)).slice(-OFFERED);
  const hashes = phone
    .photos()
    .flatMap(({ manifest }) => [manifest.sha256, manifest.thumbnail.sha256])
    .filter((sha256) => answered.stored.has(sha256))
    .slice(-OFFERED);
  if (events.length > 0)
    for (const verdict of await device.pushes(...events))
      if (!verdict.duplicate) found.lost.push(`event ${verdict.hash} was answered and is treated as new`);
  if (hashes.length > 0)
    for (const { sha256, state } of await device.asksFor(hashes))
      if (state !== 'complete') found.lost.push(`photo ${sha256} was answered stored and is ${state}`);
};

/** Whether a phone can finish an upload that the power cut, in a few requests. */
const finishes = async (device: Device, photo: Photo): Promise<boolean> => {
  for (let steps = 0; steps < 4; steps++) {
    const offset = (await device.offsetOf(photo)) ?? 0;
    const sent = await (offset === 0 ? device.sendsPhoto(photo) : device.resumesPhoto(photo, offset));
    await sent.text();
    if (sent.status === 201) return true;
  }
  return false;
};

const finishUploads = async (
  phone: FieldPhone,
  url: string,
  answered: Answered,
  found: Findings,
): Promise<void> => {
  const claimed = new Set(
    phone.written.flatMap(({ hash, event }) =>
      answered.verdicts.has(hash) ? event.photos.map(({ sha256 }) => sha256) : [],
    ),
  );
  for (const photo of phone.photos()) {
    const { sha256 } = photo.manifest;
    if (!claimed.has(sha256) || answered.stored.has(sha256)) continue;
    if (!(await finishes(phone.device.at(url), photo))) found.wrong.push(`photo ${sha256} cannot be sent`);
  }
};

const checkImage = async (
  dataDir: string,
  phones: readonly FieldPhone[],
  answered: Answered,
): Promise<Findings> => {
  const found = nothingFound();
  const undo: (() => Promise<void>)[] = [];
  try {
    const server = await startTestServer({ dataDir, isDemoWanted: false });
    undo.push(() => server.close());
    const store = await openStore(join(dataDir, 'grid-patrol.sqlite'));
    undo.push(() => store.close());
    await checkInvariants(store, join(dataDir, 'photos'), answered, found);
    for (const phone of phones) {
      await offerAgain(phone, server.url, answered, found);
      await finishUploads(phone, server.url, answered, found);
    }
  } catch (error) {
    found.lost.push(String(error));
  }
  for (const step of undo.reverse()) await step();
  return found;
};

const ends = [0, 0.5, 1, 0.9] as const;

export type PowerFigures = {
  readonly images: number;
  /** Images with unsynced changes. */
  readonly open: number;
  readonly answers: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
  /** One line for each image with findings. */
  readonly damaged: readonly string[];
};

/** Cuts the power at `images` moments of the recording. */
export const cutPower = async (
  { folder, steps, phones }: Recording,
  { images, seed }: { readonly images: number; readonly seed: number },
): Promise<PowerFigures> => {
  const random = seededRandom(seed);
  // Most at risk: right after an answer, which promises that its data is synced, and after a rename.
  const after = (what: TraceStep['do']) => steps.flatMap((step, at) => (step.do === what ? at + 1 : []));
  const anyOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const moments = [after('say'), after('rename'), steps.map((_, at) => at + 1)];
  const cuts = Array.from({ length: images }, (_, at) => anyOf(moments[at % moments.length]!)).sort(
    (a, b) => a - b,
  );
  const any = () => anyOf(ends);
  const disk = openCrashDisk(folder);
  const answered = nothingAnswered();
  const damaged: string[] = [];
  let [lost, doubled, wrong] = [0, 0, 0];
  let at = 0;
  let open = 0;
  const place = await mkdtemp(join(FAST, 'grid-patrol-image-'));
  try {
    for (const [image, cut] of cuts.entries()) {
      for (; at < cut; at++) {
        const step = steps[at]!;
        disk.apply(step, at);
        if (step.do === 'say') readAnswers(step.text, answered);
      }
      const folder = join(place, String(image));
      if ((await disk.writeImage(folder, random, { names: any(), sizes: any(), blocks: any() })) > 0)
        open += 1;
      const returning = image % BACK_EVERY === 0 ? phones : [];
      const found = await checkImage(join(folder, 'data'), returning, answered);
      lost += found.lost.length;
      doubled += found.doubled.length;
      wrong += found.wrong.length;
      const findings = allOf(found);
      if (findings.length > 0)
        damaged.push(`image ${image}, cut at ${cut} of ${steps.length}: ${findings.join('; ')}`);
      await rm(folder, { recursive: true, force: true });
    }
  } finally {
    await rm(place, { recursive: true, force: true });
  }
  return {
    images,
    open,
    answers: answered.verdicts.size + answered.stored.size,
    lost,
    doubled,
    wrong,
    damaged,
  };
};

/** The same recording without the syncs of these paths. */
export const withoutSyncs = (recording: Recording, ofPath: RegExp): Recording => ({
  ...recording,
  steps: recording.steps.map((step): TraceStep => {
    const opened = step.do === 'sync' ? recording.steps[step.handle] : undefined;
    return opened?.do === 'open' && ofPath.test(opened.path) ? { do: 'say', text: '' } : step;
  }),
});
