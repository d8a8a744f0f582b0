/**
 * The real server in a world: handlers, ledger on SQLite, photo store. Its clock, its disk and its connections are
 * simulated.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createRequire } from 'node:module';
import type * as sqlite from '@photostructure/sqlite';
import type { KyselyPlugin } from 'kysely';
import { openAdmission } from '#server/http/base/admission.ts';
import { createApp } from '#server/http/app.ts';
import { openLog } from '#server/log.ts';
import { createServices } from '#server/services.ts';
import { isOutOfSpace } from '#server/store/faults.ts';
import { serverSecret } from '#server/store/secret.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { closeDatabases, useDisk } from '#tests/simulation/disk/machine.ts';
import { SERVER_FOLDER, ServerDisk } from '#tests/simulation/disk/server-disk.ts';
import type { SimProcess, World } from '#tests/simulation/world/world.ts';

/** The real class: databases opened with it survive the end of the server process. */
const { DatabaseSync } = createRequire(import.meta.url)('@photostructure/sqlite') as typeof sqlite;

/** In memory if the machine has such a folder: SQLite does not need to sync to a real disk. */
export const worldFolder = (): string => {
  try {
    return mkdtempSync('/dev/shm/grid-world-');
  } catch {
    return mkdtempSync(join(tmpdir(), 'grid-world-'));
  }
};

/** Ends the step after every query, so that other processes run or a kill strikes between two queries. */
const takingTurns = (world: World, simProcess: SimProcess): KyselyPlugin => ({
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => {
    await world.turn(simProcess);
    return result;
  },
});

/** An incoming request, whose body arrives in pieces and may be cut. */
class Incoming extends Readable {
  complete = false;
  readonly socket: { remoteAddress: string; destroy: () => void };

  constructor() {
    super({ highWaterMark: 1024 * 1024 });
    this.socket = { remoteAddress: '10.0.0.1', destroy: () => undefined };
    this.on('error', () => undefined);
  }

  override _read(): void {
    // The link pushes pieces by `arrive`.
  }

  arrive(piece: Uint8Array): void {
    if (!this.destroyed) this.push(piece);
  }

  finish(): void {
    if (this.destroyed) return;
    this.complete = true;
    this.push(null);
  }

  cut(): void {
    if (!this.complete && !this.destroyed) this.destroy(new Error('aborted'));
  }
}

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: ArrayBuffer;
};

type Statement = ReturnType<InstanceType<typeof DatabaseSync>['prepare']>;
type App = ReturnType<typeof createApp>;

/** A database and a photo folder of one moment. */
export type Backup = { readonly database: string; readonly disk: ServerDisk };

export class SimServer {
  simProcess: SimProcess;
  disk: ServerDisk;
  /** Each breaks one connection; all are called when the process ends. */
  readonly #connections = new Set<() => void>();
  #app: App | null = null;
  #look: InstanceType<typeof DatabaseSync>;
  #database: string;
  readonly #files: string[] = [];
  readonly #statements = new Map<string, Statement>();
  #restored = 0;

  constructor(
    readonly world: World,
    readonly folder: string,
    template: string,
  ) {
    this.simProcess = world.simProcess('server');
    this.disk = new ServerDisk(world);
    this.disk.makeFolder(join(SERVER_FOLDER, 'photos'));
    this.disk.makeFolder(join(SERVER_FOLDER, 'partial'));
    this.disk = this.disk.copy();
    this.#database = this.#newFile();
    copyFileSync(template, this.#database);
    this.#look = new DatabaseSync(this.#database);
  }

  get isUp(): boolean {
    return this.#app !== null;
  }

  #prepared(sql: string): Statement {
    const statement = this.#statements.get(sql) ?? this.#look.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Committed rows. */
  rows<T>(sql: string, ...parameters: string[]): T[] {
    return this.#prepared(sql).all(...parameters) as T[];
  }

  /** Changes with every commit. */
  get ledgerVersion(): string {
    return `${this.#restored}/${this.rows<{ data_version: number }>('pragma data_version')[0]!.data_version}`;
  }

  /** Changes whenever a photo is added or removed. */
  get photosVersion(): string {
    return `${this.#restored}/${this.disk.version}`;
  }

  /** As a tool of an administrator does, between two requests. */
  change(sql: string, ...parameters: string[]): void {
    this.#prepared(sql).run(...parameters);
  }

  start(onError: (error: unknown) => void): void {
    useDisk(this.disk);
    const { simProcess } = this;
    this.world.soon(simProcess, () => {
      this.#boot(simProcess, onError).then(
        (app) => {
          this.#app = app;
          this.world.log('server is up');
        },
        (error: unknown) => onError(error),
      );
    });
  }

  async #boot(simProcess: SimProcess, onError: (error: unknown) => void): Promise<App> {
    const { world } = this;
    const opened = await openStore(this.#database);
    const plugin = takingTurns(world, simProcess);
    const store: Store = {
      ...opened,
      write: opened.write.withPlugin(plugin),
      read: opened.read.withPlugin(plugin),
    };
    const log = openLog('silent');
    // The phone repeats a request that failed, which would hide a bug. A full disk is part of the world.
    log.error = ({ err }: { readonly err: unknown }) => {
      if (!isOutOfSpace(err)) onError(err);
    };
    const folder = {
      photos: join(SERVER_FOLDER, 'photos'),
      partial: join(SERVER_FOLDER, 'partial'),
    };
    const services = await createServices(store, folder, {
      secret: await serverSecret(store),
      publicUrl: null,
      trustedOrigins: [],
      trustProxy: false,
      mayPhotosBeLost: true,
      clock: world.now,
      log,
      admission: openAdmission(undefined, world.now, () => 0),
      gather: () => world.turn(simProcess),
    });
    return createApp(services, new Map());
  }

  /** `kill -9`: the process runs no further; the next one finds everything that was written. */
  async kill(): Promise<void> {
    this.world.end(this.simProcess);
    this.#app = null;
    closeDatabases();
    this.simProcess = this.world.simProcess('server');
    for (const broken of this.#connections) broken();
  }

  async losePower(): Promise<void> {
    await this.kill();
    this.disk.losePower();
  }

  /** A name that no other world uses: two workers may play the same seed at once. */
  #newFile(): string {
    const file = join(this.folder, `${randomUUID()}.sqlite`);
    this.#files.push(file);
    return file;
  }

  backUp(): Backup {
    const database = this.#newFile();
    this.#look.exec(`vacuum into '${database}'`);
    return { database, disk: this.disk.copy() };
  }

  /** Replaces the database, the photos or both by those of a backup. Null keeps the present half. */
  async restore({ database, disk }: { database: string | null; disk: ServerDisk | null }): Promise<void> {
    await this.kill();
    this.#restored += 1;
    if (database !== null) {
      this.#statements.clear();
      this.#look.close();
      // Under a new name: a closed connection may hold its lock on the old file for a moment.
      this.#database = this.#newFile();
      copyFileSync(database, this.#database);
      this.#look = new DatabaseSync(this.#database);
    }
    if (disk !== null) this.disk = disk.copy();
  }

  close(): void {
    this.#look.close();
    for (const file of this.#files)
      for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  }

  /**
   * One request in the process of the server. `onAnswer` receives the answer, or null if the process ends first. The
   * returned functions deliver the body.
   */
  connect(
    head: { readonly method: string; readonly path: string; readonly headers: Record<string, string> },
    onAnswer: (answer: Answer | null) => void,
  ): { readonly arrive: (piece: Uint8Array) => void; readonly finish: () => void; readonly cut: () => void } {
    const app = this.#app;
    if (app === null) {
      onAnswer(null);
      return { arrive: () => undefined, finish: () => undefined, cut: () => undefined };
    }
    const { world, simProcess } = this;
    let isOver = false;
    const end = (answer: Answer | null) => {
      if (isOver) return;
      isOver = true;
      this.#connections.delete(broken);
      onAnswer(answer);
    };
    const broken = () => end(null);
    this.#connections.add(broken);
    const incoming = new Incoming();
    const outgoing = new EventEmitter();
    world.soon(simProcess, () => {
      const request = new Request(`http://grid.test${head.path}`, {
        method: head.method,
        headers: head.headers,
      });
      const work = async (): Promise<Answer> => {
        const response = await app.fetch(request, { incoming, outgoing } as never);
        const bytes = await response.arrayBuffer();
        outgoing.emit('finish');
        return { status: response.status, headers: response.headers, bytes };
      };
      void work().then(end);
    });
    return {
      arrive: (piece) => world.soon(simProcess, () => incoming.arrive(piece)),
      finish: () => world.soon(simProcess, () => incoming.finish()),
      cut: () => {
        isOver = true;
        this.#connections.delete(broken);
        world.soon(simProcess, () => incoming.cut());
      },
    };
  }
}
