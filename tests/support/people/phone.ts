/**
 * A person's phone: real Chromium with its profile on disk, so that what a kill leaves behind is what a phone would
 * find again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { chromiumArgs, chromiumPath } from '#tests/support/page/chromium.ts';
import { eventually } from './progress.ts';

export type PhoneOptions = {
  /** Where the app lives, for `page.goto('/')`. */
  readonly url: string;
  readonly locale?: 'zh-CN' | 'en-US';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly position?: { readonly latitude: number; readonly longitude: number };
  /** An MJPEG file the camera sees; the browser's own moving pattern otherwise. */
  readonly camera?: string;
  /** Further flags of the browser. */
  readonly flags?: readonly string[];
};

/** For a page that is handed functions of a test: the runner of TypeScript wraps them in a call of this name. */
const KEEPS_NAMES = 'globalThis.__name ??= (it) => it';

/** A journal of SQLite that has its header: whoever opens the database takes back what was written last. */
const isUndone = (journal: string): boolean =>
  existsSync(journal) &&
  readFileSync(journal)
    .subarray(0, 8)
    .some((byte) => byte !== 0);

/** Of Chromium's cookie store. */
const CHANGES_WRITTEN_AT_ONCE = 512;

const EVERYTHING_BUT_COOKIES =
  'file_systems,indexeddb,local_storage,service_workers,cache_storage,storage_buckets,shader_cache';

export class Phone {
  readonly profileDir: string;
  #options: PhoneOptions;
  #context: BrowserContext | null = null;
  #page: Page | null = null;
  #pid = 0;

  private constructor(profileDir: string, options: PhoneOptions) {
    this.profileDir = profileDir;
    this.#options = options;
  }

  /** The same phone, set to another language; it takes effect at the next start. */
  speak(locale: NonNullable<PhoneOptions['locale']>): void {
    this.#options = { ...this.#options, locale };
  }

  /** A new phone, switched off. */
  static async unpack(options: PhoneOptions): Promise<Phone> {
    return new Phone(await mkdtemp(join(tmpdir(), 'grid-phone-')), options);
  }

  get page(): Page {
    if (!this.#page) throw new Error('The phone is off.');
    return this.#page;
  }

  /** Opens the browser on the profile as it was left. No address is visited yet. */
  async start(): Promise<Page> {
    const {
      url,
      locale = 'zh-CN',
      viewport = { width: 412, height: 915 },
      camera,
      flags = [],
    } = this.#options;
    const { position = { latitude: 30.2713, longitude: 120.1515 } } = this.#options;
    const context = await chromium.launchPersistentContext(this.profileDir, {
      executablePath: chromiumPath(),
      args: [
        ...chromiumArgs,
        ...flags,
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        ...(camera ? [`--use-file-for-fake-video-capture=${camera}`] : []),
      ],
      baseURL: url,
      viewport,
      locale,
      timezoneId: 'Asia/Shanghai',
      geolocation: { ...position, accuracy: 12 },
      permissions: ['geolocation', 'camera'],
    });
    context.setDefaultTimeout(20_000);
    await context.addInitScript(KEEPS_NAMES);
    this.#context = context;
    this.#pid = await browserPid(context);
    this.#page = context.pages()[0] ?? (await context.newPage());
    return this.#page;
  }

  /**
   * Chromium keeps a new cookie in memory for up to half a minute before it writes it down: a kill before that is a
   * sign-out. It writes at once when 512 changes wait, so another site's cookies go along.
   */
  async hasWrittenItsCookies(): Promise<void> {
    const { hostname } = new URL(this.#options.url);
    await this.#context?.addCookies(
      Array.from({ length: CHANGES_WRITTEN_AT_ONCE }, (_, i) => ({
        name: `c${i}`,
        value: '1',
        url: `http://site-${i % 16}.invalid`,
        expires: Date.now() / 1000 + 3600,
      })),
    );
    const files = ['Default/Cookies', 'Default/Network/Cookies'].map((name) => join(this.profileDir, name));
    await eventually(
      async () =>
        files.some(
          (file) => existsSync(file) && readFileSync(file).includes(hostname) && !isUndone(`${file}-journal`),
        ),
      (written) => written,
      60_000,
    );
  }

  /**
   * SIGKILL for the browser and every process it started, at once: nothing gets a chance to tidy up. Ends when the
   * last of them is gone: a killed one holds its files for a moment, and may have started another just before.
   */
  async kill(): Promise<void> {
    const context = this.#context;
    if (!context) return;
    const closed = new Promise((resolve) => context.once('close', resolve));
    await eventually(
      async () => {
        const family = processesUsing(this.profileDir);
        for (const pid of [this.#pid, ...family]) endAtOnce(pid);
        return family;
      },
      (family) => family.length === 0,
      20_000,
    );
    await closed;
    this.#context = null;
    this.#page = null;
  }

  /** The system clears what the app stored, as it may when space is short or nobody came for a week; the cookie stays. */
  async losesItsStorage(): Promise<void> {
    const { origin } = new URL(this.#options.url);
    await this.page.goto('about:blank');
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: EVERYTHING_BUT_COOKIES });
    await session.detach();
  }

  /** The app is swiped away and no page of it is left, while the browser runs on with an empty page. */
  async closesTheApp(): Promise<void> {
    const app = this.page;
    this.#page = await app.context().newPage();
    await app.close();
  }

  /** Every page, frame and worker window of the app that is open, by what the browser itself says. */
  async openPages(): Promise<readonly string[]> {
    const session = await this.page.context().newCDPSession(this.page);
    const { targetInfos } = await session.send('Target.getTargets', {
      filter: [{ type: 'page' }, { type: 'iframe' }],
    });
    await session.detach();
    const { origin } = new URL(this.#options.url);
    return targetInfos.map(({ url }) => url).filter((url) => url.startsWith(origin));
  }

  /** What the person saw last, for whoever reads a failed journey. */
  async picture(name: string): Promise<void> {
    if (!this.#page) return;
    await this.#page.screenshot({
      path: join(import.meta.dirname, `../../../test-results/failed/${name}.png`),
    });
  }

  /** Switched off in the ordinary way. */
  async close(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
    this.#page = null;
  }

  /** Switched off, and its profile thrown away. */
  async scrap(): Promise<void> {
    await this.close();
    await rm(this.profileDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

const browserPid = async (context: BrowserContext): Promise<number> => {
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.find((it) => it.type === 'browser')!.id;
};

const endAtOnce = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
};

/** Every process whose command line names the profile, as all of Chromium's do; none where there is no /proc. */
export const processesUsing = (profileDir: string): readonly number[] => {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profileDir);
      } catch {
        return false;
      }
    })
    .map(Number);
};
