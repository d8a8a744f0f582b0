/** Plays one seed: up to an hour of work with troubles, then quiet hours in which everything must arrive. */
import type { Millis } from '#domain/base/units.ts';
import { allIsThere, Broken, lossWatch, theLedgerAgrees, type Harm } from './invariants.ts';
import { goodLink, type LinkCounts } from '#tests/simulation/link/link.ts';
import { useDisk } from '#tests/simulation/disk/machine.ts';
import { act } from '#tests/simulation/actors/people.ts';
import { SimPhone } from '#tests/simulation/actors/sim-phone.ts';
import { SimServer } from '#tests/simulation/actors/sim-server.ts';
import { installFakes, removeFakes } from '#tests/simulation/world/fakes.ts';
import type { Template } from '#tests/simulation/world/template.ts';
import { scopeOf, troublesOf, type ScheduledKill } from '#tests/simulation/actors/troubles.ts';
import { World } from '#tests/simulation/world/world.ts';

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const MORNING: Millis = Date.UTC(2026, 5, 1, 0);

export type Played = {
  readonly seed: number;
  readonly digest: string;
  readonly story: readonly string[];
  readonly steps: number;
  readonly saved: number;
  readonly events: number;
  readonly photos: number;
  /** What happened, by name. */
  readonly happened: ReadonlyMap<string, number>;
};

export class Failed extends Error {
  constructor(
    readonly seed: number,
    cause: unknown,
    readonly story: readonly string[],
  ) {
    super(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }

  get harm(): Harm {
    return this.cause instanceof Broken ? this.cause.harm : 'wrong';
  }
}

export const playSeed = async (template: Template, seed: number): Promise<Played> => {
  const world = new World(seed, MORNING);
  installFakes(world);
  const server = new SimServer(world, template.folder, template.database);
  useDisk(server.disk);
  const bugs: Error[] = [];
  try {
    return await play(world, server, template, bugs);
  } catch (error) {
    throw new Failed(seed, bugs[0] ?? error, world.story);
  } finally {
    await server.kill();
    server.close();
    useDisk(null);
    removeFakes();
  }
};

const play = async (world: World, server: SimServer, template: Template, bugs: Error[]): Promise<Played> => {
  const environment = world.simProcess('environment', true);
  const counts: LinkCounts = new Map();
  const happened = new Map<string, number>();
  const count = (what: string) => happened.set(what, (happened.get(what) ?? 0) + 1);
  const onBug = (where: string, error: unknown) => {
    world.log(`${where}: ${String(error)}`);
    bugs.push(new Error(`${where}: ${String(error)}`, { cause: error }));
  };
  let epoch = 0;
  let isQuiet = false;
  const phones = [...template.devices]
    .sort(() => world.random() - 0.5)
    .slice(0, world.pick([2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 8]))
    .map(
      (enrolled, i) =>
        new SimPhone(
          world,
          server,
          environment,
          enrolled,
          `phone ${i} (${enrolled.person.role})`,
          counts,
          onBug,
          () => epoch,
        ),
    );
  const begin = world.now();

  const scheduled = new Map<string, ScheduledKill>();
  const actions: (() => Promise<void> | void)[] = [];
  world.beforeStep = ({ name }) => {
    const kill = scheduled.get(name);
    if (!kill || (kill.left -= 1) > 0) return;
    scheduled.delete(name);
    actions.push(kill.run);
  };

  const startServer = () => {
    if (!server.isUp) server.start((error) => onBug('server', error));
  };
  const trouble = troublesOf({
    world,
    server,
    environment,
    scheduled,
    startServer,
    onRestore: () => {
      epoch += 1;
    },
    count,
  });

  /** Each world has some of the troubles only: with all of them at once, hardly any work would be done. */
  const chosen = Object.keys(trouble).filter((name) => world.chance(name.startsWith('link') ? 0.9 : 0.4));
  const length = world.between(20, 60) * MINUTE;
  const plan = (what: () => Promise<void> | void, at: Millis) =>
    world.later(environment, at, () => void actions.push(what));

  startServer();
  for (const phone of phones) plan(() => phone.start(), world.between(0, 5) * MINUTE);
  for (const phone of phones)
    for (let i = world.between(2, 4); i > 0; i--)
      plan(() => act(world, phone, count), world.between(1, length));
  for (let i = world.between(4, 14); i > 0 && chosen.length > 0; i--) {
    const name = world.pick(chosen);
    const phone = world.pick(phones);
    plan(
      async () => {
        if (isQuiet) return;
        count(name);
        world.log(`${name} ${phone.name}`);
        await trouble[name]!(phone);
      },
      world.between(1, length),
    );
  }

  const findLoss = lossWatch(phones, server, () => epoch);
  const check = (mayServerHaveChanged: boolean) => {
    if (bugs.length > 0) throw bugs[0]!;
    findLoss(mayServerHaveChanged);
  };
  world.afterStep = (simProcess) => check(simProcess === server.simProcess);
  const runUntil = async (until: Millis) => {
    while (world.now() < until) {
      let isAction = false;
      await world.run(until, () => {
        isAction = actions.length > 0;
        return isAction;
      });
      for (const action of actions.splice(0)) {
        await action();
        check(true);
      }
      if (!isAction) return;
    }
  };

  await runUntil(begin + length);
  theLedgerAgrees(server);

  isQuiet = true;
  scheduled.clear();
  world.log('no more troubles');
  server.disk.capacity = Number.POSITIVE_INFINITY;
  startServer();
  for (const phone of phones) {
    server.change('update people set scope = ? where id = ?', scopeOf(phone), phone.enrolled.person.id);
    phone.disk.capacity = Number.POSITIVE_INFINITY;
    phone.link = goodLink;
    phone.cookie = phone.enrolled.cookies.length - 1;
    phone.start();
    phone.wake();
  }
  const isSettled = () =>
    server.isUp && phones.every((phone) => phone.isOn && phone.isDone() && phone.outcome !== 'running');
  const begun = world.now();
  do {
    await runUntil(world.now() + 7 * MINUTE);
    for (const phone of phones) phone.wake();
    await runUntil(world.now() + 2 * MINUTE);
  } while (!isSettled() && world.now() < begun + 12 * HOUR);
  // Everything has been sent; a last pull brings it to everyone.
  for (const phone of phones) phone.wake();
  await runUntil(world.now() + 5 * MINUTE);
  allIsThere(phones, server);
  for (const [what, times] of counts) happened.set(`request ${what}`, times);
  happened.set(
    'refused save',
    phones.reduce((sum, phone) => sum + phone.refusedSaves, 0),
  );
  const [events, photos] = ['events', 'photos'].map(
    (table) => server.rows<{ n: number }>(`select count(*) as n from ${table}`)[0]!.n,
  );
  world.log(`${events} events, ${photos} photos`);
  return {
    seed: world.seed,
    digest: world.digest(),
    story: world.story,
    steps: world.steps,
    saved: phones.reduce((sum, phone) => sum + phone.promised.length, 0),
    events: events!,
    photos: photos!,
    happened,
  };
};
