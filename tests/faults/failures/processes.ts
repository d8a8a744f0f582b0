/**
 * Kills processes. Sixteen phones load a real server. Server, PostgreSQL or both are killed with `kill -9` 5 to 400 ms into
 * the load and started again on the same folder, round after round, while the phones retry.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { openStore } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { signIn } from '#tests/support/clients/device.ts';
import type { TestPostgres } from '#tests/support/database/postgres.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';
import { runServer, type ServerProcess } from '#tests/support/servers/server-process.ts';
import { filledEnv } from '#tests/support/servers/test-server.ts';
import { FieldPhone, nothingAnswered, type Answered } from './field-phone.ts';
import { allOf, nothingFound, type Findings } from '#tests/support/data/ledger-invariants.ts';
import { checkInvariants } from './invariants.ts';

const PHONES = 16;
const USERNAMES = ['wang', 'zhao', 'qian', 'shen', 'feng', 'jiang', 'sun', 'chen', 'lin'];
const [EARLIEST_MILLIS, LATEST_MILLIS] = [5, 400];
const RETRY_MILLIS = 30;
/** Time for the phones to send everything after the last kill. */
const ARRIVAL_MILLIS = 60_000;
/** The share of requests that the server executes and whose answer the link loses. */
const LOST_ANSWERS = 0.12;
/** Reports in the outbox of each phone when the load begins. */
const REPORTS_WAITING = 3;

export type ProcessFigures = {
  readonly rounds: number;
  readonly kills: { readonly node: number; readonly postgres: number };
  /** Kills that came while requests were open. */
  readonly hits: number;
  readonly events: number;
  readonly photos: number;
  /** Events and photos answered before the last kill, which it could have lost. */
  readonly atRisk: number;
  /** Requests without an answer, and those of them that the server had executed. */
  readonly unanswered: number;
  readonly doneUnanswered: number;
  readonly lost: number;
  readonly doubled: number;
  /** One line for each violation. */
  readonly findings: readonly string[];
};

/** The phones send while the gate is open. */
class Gate {
  isLastRound = false;
  isOver = false;
  opened!: Promise<void>;
  open!: () => void;

  constructor() {
    this.close();
  }

  close(): void {
    this.opened = new Promise((resolve) => {
      this.open = resolve;
    });
  }
}

/** Sends and writes until the run is over, or the phone is done in the last round. */
const works = async (phone: FieldPhone, gate: Gate): Promise<void> => {
  for (;;) {
    await gate.opened;
    if (gate.isOver) return;
    if (!phone.isDone()) await phone.sends().catch(() => after(RETRY_MILLIS));
    else if (gate.isLastRound) return;
    else await phone.writes();
  }
};

/** Resolves at the next answer about an event or photo of any phone. */
const firstAnswer = (phones: readonly FieldPhone[]): Promise<void> =>
  new Promise((resolve) => {
    for (const phone of phones) phone.onAnswer = resolve;
  });

const sum = (phones: readonly FieldPhone[], of: (phone: FieldPhone) => number): number =>
  phones.reduce((total, phone) => total + of(phone), 0);

/** The answers to all phones up to now. */
const answeredToAll = (phones: readonly FieldPhone[]): Answered => {
  const all = nothingAnswered();
  for (const { answered } of phones) {
    for (const [hash, verdict] of answered.verdicts) all.verdicts.set(hash, verdict);
    for (const sha256 of answered.stored) all.stored.add(sha256);
  }
  return all;
};

const copyOf = (phone: FieldPhone): string =>
  JSON.stringify([...phone.copy.values()].sort((a, b) => (a.subject.id < b.subject.id ? -1 : 1)));

/** The copy of a phone that followed its cursor equals a fresh snapshot. */
const checkCopies = async (phones: readonly FieldPhone[], found: Findings): Promise<void> => {
  for (const phone of phones) {
    phone.lossy = 0;
    await phone.pulls();
    const fresh = new FieldPhone(phone.device, () => 1);
    await fresh.pulls();
    const name = phone.device.person.name;
    if (copyOf(phone) !== copyOf(fresh)) found.lost.push(`${name} followed the cursor and missed a change`);
    if (phone.resets > 0) found.wrong.push(`${name} got ${phone.resets} unexpected snapshots`);
  }
};

const collectRefusals = (phones: readonly FieldPhone[], found: Findings): void => {
  for (const { refusals } of phones) found.wrong.push(...refusals.splice(0));
};

const checkArrived = (phones: readonly FieldPhone[], answered: Answered, found: Findings): void => {
  for (const phone of phones) {
    for (const { hash } of phone.written)
      if (!answered.verdicts.has(hash)) found.lost.push(`event ${hash} did not arrive`);
    for (const { manifest } of phone.photos())
      for (const sha256 of [manifest.sha256, manifest.thumbnail.sha256])
        if (!answered.stored.has(sha256)) found.lost.push(`photo ${sha256} did not arrive`);
  }
};

type Options = {
  readonly rounds: number;
  readonly seed: number;
  /** The PostgreSQL to kill, which has the databases of the tests; null on SQLite. */
  readonly postgres: TestPostgres | null;
};

export const killProcesses = async ({ rounds, seed, postgres }: Options): Promise<ProcessFigures> => {
  const random = seededRandom(seed);
  const dataDir = await mkdtemp(join(tmpdir(), 'grid-patrol-processes-'));
  const env = { LOG_LEVEL: 'silent', ...(await filledEnv(dataDir)) };
  // Below the ephemeral ports: while the server is down, a client with this port as its own would connect to itself.
  const port = String(randomInt(20_000, 30_000));
  const run = (): ServerProcess => runServer(['--port', port, '--data-dir', dataDir], env);
  const found = nothingFound();
  const gate = new Gate();
  const kills = { node: 0, postgres: 0 };
  let begun = 0;
  let hits = 0;
  let atRisk = 0;

  const check = async (answered: Answered): Promise<void> => {
    const store = await openStore(await databaseOf(dataDir));
    try {
      await checkInvariants(store, join(dataDir, 'photos'), answered, found);
    } finally {
      await store.close();
    }
  };

  let server = run();
  try {
    const url = await server.listening();
    const phones = await Promise.all(
      Array.from({ length: PHONES }, async (_, at) => {
        const device = await signIn(url, USERNAMES[at % USERNAMES.length]!);
        const phone = new FieldPhone(device, seededRandom(seed * PHONES + at));
        await phone.pulls();
        phone.lossy = LOST_ANSWERS;
        for (let reports = 0; reports < REPORTS_WAITING; reports++) await phone.writes();
        return phone;
      }),
    );
    const work = Promise.all(phones.map((phone) => works(phone, gate)));
    for (let round = 0; round < rounds && allOf(found).length === 0; round++) {
      begun += 1;
      const firstAnswered = firstAnswer(phones);
      gate.open();
      // A server that has just started is slow: in most rounds the load begins with its first answer.
      if (random() < 0.8) await firstAnswered;
      await after(EARLIEST_MILLIS + random() * (LATEST_MILLIS - EARLIEST_MILLIS));
      if (sum(phones, (phone) => phone.open) > 0) hits += 1;
      const killsNode = postgres === null || round % 3 !== 1;
      const killsPostgres = postgres !== null && round % 3 !== 0;
      kills.node += Number(killsNode);
      kills.postgres += Number(killsPostgres);
      await Promise.all([killsNode && server.kill('SIGKILL'), killsPostgres && postgres.kill()]);
      gate.close();
      const answered = answeredToAll(phones);
      atRisk = answered.verdicts.size + answered.stored.size;
      if (killsPostgres) await postgres.start();
      if (killsNode) {
        server = run();
        await server.listening();
      }
      await check(answered);
      collectRefusals(phones, found);
    }
    // A phone whose event was lost would retry for ever.
    if (allOf(found).length === 0) {
      gate.isLastRound = true;
      gate.open();
      const hurry = new AbortController();
      await Promise.race([work, after(ARRIVAL_MILLIS, null, { signal: hurry.signal })]);
      hurry.abort();
      const answered = answeredToAll(phones);
      checkArrived(phones, answered, found);
      await check(answered);
      await checkCopies(phones, found);
      collectRefusals(phones, found);
    }
    return {
      rounds: begun,
      kills,
      hits,
      atRisk,
      events: sum(phones, (phone) => phone.written.length),
      photos: sum(phones, (phone) => phone.photos().length),
      unanswered: sum(phones, (phone) => phone.unanswered),
      doneUnanswered: sum(phones, (phone) => phone.doneUnanswered),
      lost: found.lost.length,
      doubled: found.doubled.length,
      findings: allOf(found),
    };
  } finally {
    gate.isOver = true;
    gate.open();
    await server.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  }
};
