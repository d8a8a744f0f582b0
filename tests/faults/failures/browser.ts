/**
 * Kills the browser. A patroller takes three photos, fills in a report and saves; Chromium is killed with all its
 * processes at the shutter, in the preview, at the tap on Save, a few milliseconds after it, or during the upload. Then it
 * starts again on the same profile, and the report is finished.
 */
import { setTimeout as after } from 'node:timers/promises';
import { signIn } from '#tests/support/clients/device.ts';
import { heldPhotos, readRows } from '#tests/support/database/indexed-rows.ts';
import { Patroller } from '#tests/support/people/patroller.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';
import { perfectLink, ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { demoAccount } from '#tests/support/clients/sign-in.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import { allOf, nothingFound, type Findings } from '#tests/support/data/ledger-invariants.ts';

export const moments = ['shutter', 'preview', 'tap', 'write', 'upload'] as const;
type Moment = (typeof moments)[number];

const PHOTOS = 3;
/** A photo of the fake camera takes about half a second to upload. */
const slowLink = { ...perfectLink, upBitsPerSecond: 200_000, rttMillis: 100 };
const ARRIVAL_MILLIS = 60_000;

export type BrowserFigures = {
  readonly kills: number;
  readonly photos: number;
  /** Reports found as a draft, and as saved, after the kill. */
  readonly drafts: number;
  readonly saved: number;
  readonly lost: number;
  readonly doubled: number;
  readonly findings: readonly string[];
};

/** What the screen had shown when the browser was killed. */
type Seen = { readonly photos: number; readonly saved: boolean };
type Report = { readonly description: string; readonly photos: readonly { readonly sha256: string }[] };
type ServerPhoto = { readonly sha256: string; readonly thumbnail: { readonly sha256: string } };
type ServerReport = { readonly description: string; readonly photos: readonly ServerPhoto[] };

const draftsIn = async (phone: Phone): Promise<readonly Report[]> =>
  (await readRows(phone.page, 'grid-patrol-main-', 'drafts')).map((row) => {
    const { form, photos } = row as { form: Report } & Pick<Report, 'photos'>;
    return { description: form.description, photos };
  });

const savedIn = async (phone: Phone): Promise<readonly Report[]> =>
  (await readRows(phone.page, 'grid-patrol-main-', 'outbox')).map((row) => {
    const { body, photos } = row['event'] as { body: Report } & Pick<Report, 'photos'>;
    return { description: body.description, photos };
  });

class BrowserRun {
  readonly found: Findings = nothingFound();
  /** Hashes of all photos found in a draft or a saved report. */
  readonly taken = new Set<string>();
  drafts = 0;
  saved = 0;

  constructor(
    readonly product: Product,
    readonly link: ShapingProxy,
    readonly phone: Phone,
    readonly patroller: Patroller,
    readonly random: () => number,
  ) {}

  /** Writes one report, with a kill in between, and finishes it. */
  async report(description: string, moment: Moment): Promise<void> {
    const { patroller, link, phone } = this;
    for (let taken = 1; taken < PHOTOS; taken++) await patroller.takesAPhoto();
    await patroller.describes({ family: 'ebike', kind: '楼道充电' }, description);
    await patroller.seesTheDraftSaved();
    const seen = await this.comesTo(moment);
    await phone.kill();
    link.goOffline();
    await phone.start();
    await patroller.beginsAReportFromAnywhere();
    await this.findsIt(description, moment, seen);
    this.remember((await savedIn(phone)).filter((saved) => saved.description === description));
  }

  remember(reports: readonly Report[]): void {
    for (const { sha256 } of reports.flatMap(({ photos }) => photos)) this.taken.add(sha256);
  }

  async comesTo(moment: Moment): Promise<Seen> {
    const { patroller, link, random } = this;
    if (moment === 'shutter') {
      await patroller.pressesTheShutter();
      await after(random() * 120);
      return { photos: PHOTOS - 1, saved: false };
    }
    await patroller.takesAPhoto();
    if (moment === 'preview') await patroller.looksAtPhoto(PHOTOS);
    if (moment === 'tap') void patroller.tapsSave().catch(() => {});
    if (moment === 'write') {
      await patroller.tapsSave();
      await after(1 + random() * 59);
    }
    if (moment !== 'upload') return { photos: PHOTOS, saved: false };
    await patroller.savesAndGoesOn();
    const before = link.bytesUp;
    patroller.comesBackOn(slowLink);
    await patroller.firesOnline();
    await eventually(
      async () => link.bytesUp - before,
      (bytes) => bytes > 2_000,
      20_000,
    );
    await after(random() * 600);
    return { photos: PHOTOS, saved: true };
  }

  async findsIt(description: string, moment: Moment, seen: Seen): Promise<void> {
    const { patroller, phone, found } = this;
    const isIt = (report: Report) => report.description === description;
    const drafts = (await draftsIn(phone)).filter(isIt);
    const saved = (await savedIn(phone)).filter(isIt);
    this.remember([...drafts, ...saved]);
    const name = `${description}, killed at ${moment}`;
    const [report] = [...saved, ...drafts];
    if (!report) return void found.lost.push(`${name}: gone`);
    if (saved.length + drafts.length > 1)
      found.doubled.push(`${name}: ${saved.length} saved, ${drafts.length} drafts`);
    if (seen.saved && saved.length === 0) found.lost.push(`${name}: was shown as saved and is not`);
    if (report.photos.length < seen.photos)
      found.lost.push(`${name}: ${report.photos.length} photos of ${seen.photos}`);
    if (allOf(found).length > 0) return;
    if (saved.length > 0) {
      this.saved += 1;
      return;
    }
    this.drafts += 1;
    const shown = await eventually(
      () => patroller.photoCount(),
      (count) => count === report.photos.length,
      10_000,
    );
    for (let taken = shown; taken < PHOTOS; taken++) await patroller.takesAPhoto();
    if ((await patroller.readsTheForm()).description !== description)
      found.lost.push(`${name}: its text is not shown`);
    await patroller.savesAndGoesOn();
  }

  /** Checks that everything is on the server once, with all photos. */
  async arrives(descriptions: readonly string[]): Promise<void> {
    const { product, phone, patroller, found, taken } = this;
    patroller.comesBackOn(perfectLink);
    await patroller.firesOnline();
    await eventually(
      () => readRows(phone.page, 'grid-patrol-main-', 'photos'),
      (rows) => rows.every((row) => row['state'] === 'confirmed'),
      ARRIVAL_MILLIS,
    );
    const { username, password } = demoAccount(product.output, 'reviewer');
    const { subjects } = await (await signIn(product.url, username, { password })).pullsAll();
    const reports = subjects.map(({ subject }) => subject as unknown as ServerReport);
    const named = new Set<string>();
    for (const description of descriptions) {
      const those = reports.filter((report) => report.description === description);
      if (those.length === 0) found.lost.push(`${description} did not arrive`);
      if (those.length > 1) found.doubled.push(`${description} arrived ${those.length} times`);
      if (those.some(({ photos }) => photos.length !== PHOTOS))
        found.lost.push(`${description}: not all photos`);
      for (const { sha256, thumbnail } of those.flatMap(({ photos }) => photos))
        named.add(sha256).add(thumbnail.sha256);
    }
    const held = new Set((await heldPhotos(phone.page)).map(({ sha256 }) => sha256));
    const stored = await storedPhotos(product.dataDir);
    for (const sha256 of taken) {
      if (!held.has(sha256)) found.lost.push(`photo ${sha256} is gone from the phone`);
      if (!named.has(sha256)) found.lost.push(`photo ${sha256} is part of no report`);
    }
    for (const name of named)
      if (stored.get(name) !== 1) found.lost.push(`photo ${name} is stored ${stored.get(name) ?? 0} times`);
  }
}

/** Cycles through the moments. */
export const killBrowsers = async ({
  kills,
  seed,
}: {
  kills: number;
  seed: number;
}): Promise<BrowserFigures> => {
  const link = await ShapingProxy.open(0);
  const product = await Product.start({ env: { TRUSTED_ORIGINS: link.url } });
  link.pointAt(product.port);
  const phone = await Phone.unpack({ url: link.url });
  try {
    const patroller = new Patroller(phone, link);
    await patroller.opensTheApp();
    await patroller.signsIn(demoAccount(product.output, 'patroller'));
    await patroller.waitsUntilTheAppIsInstalled();
    await patroller.hasADurableSession();
    patroller.goesOffline();
    await patroller.beginsAReportFromAnywhere();
    const run = new BrowserRun(product, link, phone, patroller, seededRandom(seed));
    const descriptions = Array.from({ length: kills }, (_, at) => `第 ${at + 1} 处隐患`);
    let killed = 0;
    for (const [at, description] of descriptions.entries()) {
      killed += 1;
      await run.report(description, moments[at % moments.length]!);
      if (allOf(run.found).length > 0) break;
    }
    if (allOf(run.found).length === 0) await run.arrives(descriptions);
    const { found, drafts, saved } = run;
    return {
      kills: killed,
      photos: killed * PHOTOS,
      drafts,
      saved,
      lost: found.lost.length,
      doubled: found.doubled.length,
      findings: allOf(found),
    };
  } finally {
    await phone.scrap();
    await link.close();
    await product.stop();
    await product.removeData();
  }
};
