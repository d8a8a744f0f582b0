/**
 * The phone of a person: real Chromium with its profile on disk, which survives a kill as on a phone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { chromiumArgs, chromiumPath } from '#tests/support/page/chromium.ts';
import { eventually } from './progress.ts';

export type PhoneOptions = {
  /** The address of the app, for `page.goto('/')`. */
  readonly url: string;
  readonly locale?: 'zh-CN' | 'en-US';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly position?: { readonly latitude: number; readonly longitude: number };
  /** An MJPEG file for the fake camera; by default the moving pattern of the browser. */
  readonly camera?: string;
  /** More flags of the browser. */
  readonly flags?: readonly string[];
};

/** The TypeScript runner wraps functions in calls of `__name`; the page needs it for functions passed by a test. */
const KEEPS_NAMES = 'globalThis.__name ??= (it) => it';

/** Whether a SQLite journal has its header: the next opening of the database then rolls back. */
const isUndone = (journal: string): boolean =>
  existsSync(journal) &&
  readFileSync(journal)
    .subarray(0, 8)
    .some((byte) => byte !== 0);

/** The cookie store of Chromium writes at once after this many changes. */
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

  /** Sets the language, from the next start on. */
  speak(locale: NonNullable<PhoneOptions['locale']>): void {
    this.#options = { ...this.#options, locale };
  }

  /** Makes a new phone, switched off. */
  static async unpack(options: PhoneOptions): Promise<Phone> {
    return new Phone(await mkdtemp(join(tmpdir(), 'grid-phone-')), options);
  }

  get page(): Page {
    if (!this.#page) throw new Error('the phone is off');
    return this.#page;
  }

  /** Starts the browser on its profile, without visiting an address. */
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
   * Chromium writes a new cookie up to half a minute later; a kill before that signs the person out. It writes at once
   * after 512 changes, so this adds cookies of other sites.
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
   * Sends SIGKILL to all processes of the browser at once, so that none cleans up. Resolves when the last has ended: a killed
   * process holds its files for a moment, and may just have started another.
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

  /** Clears the storage of the app, as the system may when space is short; the cookie stays. */
  async losesItsStorage(): Promise<void> {
    const { origin } = new URL(this.#options.url);
    await this.page.goto('about:blank');
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: EVERYTHING_BUT_COOKIES });
    await session.detach();
  }

  /** Closes every page of the app; the browser goes on with an empty page. */
  async closesTheApp(): Promise<void> {
    const app = this.page;
    this.#page = await app.context().newPage();
    await app.close();
  }

  /** The open pages and frames of the app, from the list of the browser. */
  async openPages(): Promise<readonly string[]> {
    const session = await this.page.context().newCDPSession(this.page);
    const { targetInfos } = await session.send('Target.getTargets', {
      filter: [{ type: 'page' }, { type: 'iframe' }],
    });
    await session.detach();
    const { origin } = new URL(this.#options.url);
    return targetInfos.map(({ url }) => url).filter((url) => url.startsWith(origin));
  }

  /** Saves the last screen, to explain a failed journey. */
  async picture(name: string): Promise<void> {
    if (!this.#page) return;
    await this.#page.screenshot({
      path: join(import.meta.dirname, `../../../test-results/failed/${name}.png`),
    });
  }

  /** Closes the browser normally. */
  async close(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
    this.#page = null;
  }

  /** Closes the browser and deletes its profile. */
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
    // It has ended already.
  }
};

/** The processes with the profile in their command line, as all of Chromium have; none without /proc. */
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
