/** One seed played to its end: hours of work in which everything goes wrong, then a quiet night in which all must come. */
import type { Millis } from '#domain/base/units.ts';
import { allIsThere, Broken, nothingIsLost, theLedgerAgrees } from './invariants.ts';
import type { Fate, LinkCounts, LinkState } from './link.ts';
import { goodLink } from './link.ts';
import { useDisk } from './machine.ts';
import { SimPhone } from './sim-phone.ts';
import { SimServer, type Backup } from './sim-server.ts';
import { enterStage, leaveStage } from './stage.ts';
import type { Template } from './template.ts';
import { World } from './world.ts';

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
}

const fates: readonly Fate[] = [
  'cut',
  'cutAndRepeated',
  'answerLost',
  'answeredTwice',
  'silent',
  'portal',
  'badGateway',
  'garbled',
];

const someLink = (world: World): LinkState => {
  const isBad = world.chance(0.6);
  return {
    isOnline: world.chance(0.75),
    fates: new Map(
      isBad ? fates.filter(() => world.chance(0.4)).map((fate) => [fate, world.random() * 0.25]) : [],
    ),
    bytesPerSecond: world.pick([1_000, 10_000, 100_000]),
    rtt: world.pick([20, 200, 800]),
  };
};

export const playSeed = async (template: Template, seed: number): Promise<Played> => {
  const world = new World(seed, MORNING);
  enterStage(world);
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
    leaveStage();
  }
};

const play = async (world: World, server: SimServer, template: Template, bugs: Error[]): Promise<Played> => {
  const air = world.realm('air', true);
  const counts: LinkCounts = new Map();
  const happened = new Map<string, number>();
  const count = (what: string) => happened.set(what, (happened.get(what) ?? 0) + 1);
  const onBug = (where: string, error: unknown) => {
    world.tell(`${where}: ${String(error)}`);
    bugs.push(new Error(`${where}: ${String(error)}`, { cause: error }));
  };
  let epoch = 0;
  let isMended = false;
  const backups: Backup[] = [];
  const phones = [...template.devices]
    .sort(() => world.random() - 0.5)
    .slice(0, world.pick([2, 2, 2, 3, 3, 4, 8]))
    .map(
      (enrolled, i) =>
        new SimPhone(
          world,
          server,
          air,
          enrolled,
          `phone ${i} (${enrolled.person.role})`,
          counts,
          onBug,
          () => epoch,
        ),
    );
  const begin = world.now();

  /** Something ends a process after so many more steps of it: at any await, that is. */
  const doomed = new Map<string, { left: number; run: () => Promise<void> | void }>();
  const deeds: (() => Promise<void> | void)[] = [];
  world.beforeStep = ({ name }) => {
    const doom = doomed.get(name);
    if (!doom || (doom.left -= 1) > 0) return;
    doomed.delete(name);
    deeds.push(doom.run);
  };

  const startServer = () => {
    if (!server.isUp) server.start((error) => onBug('server', error));
  };
  const endServer = async (how: 'kill' | 'losePower') => {
    count(how);
    await server[how]();
    world.tell(`server: ${how}`);
    world.later(air, world.between(1, 90) * 1000, startServer);
  };

  /** What a person does. */
  const act = (phone: SimPhone) => {
    if (!phone.isOn) {
      phone.start();
      return;
    }
    const { role } = phone.enrolled.person;
    const cases = phone.cases();
    const open = cases.filter((it) => it.state === 'reported');
    if (role === 'reviewer' && open.length > 0 && world.chance(0.7)) {
      const it = world.pick(open);
      count('decision');
      phone.acts({ caseId: it.id, type: world.chance(0.7) ? 'case.filed' : 'case.dismissed', text: '依据' });
      return;
    }
    const said = phone.outbox.filter((row) => row.event.type === 'case.reported');
    const chance = world.random();
    if (chance < 0.6 || said.length === 0) {
      const isUnknown = world.chance(0.05);
      count(isUnknown ? 'report of an unknown kind' : 'report');
      phone.report(world.pick([0, 1, 1, 2, 3]), isUnknown ? { hazard: 'XX99' } : {});
    } else if (chance < 0.75) {
      count('note');
      phone.acts({ caseId: world.pick(said).event.subject.id, type: 'case.noted', text: '又看了一次' });
    } else if (chance < 0.9) {
      count('photo added');
      phone.acts(
        { caseId: world.pick(said).event.subject.id, type: 'case.photoAdded', text: '' },
        world.between(1, 2),
      );
    } else {
      count('mended report');
      phone.report(world.between(0, 2), { replaces: world.pick(said) });
    }
  };

  const scopeOf = (phone: SimPhone) => JSON.stringify(phone.enrolled.person.scope);
  /** What goes wrong. */
  const trouble: Readonly<Record<string, (phone: SimPhone) => Promise<void> | void>> = {
    link: (phone) => {
      phone.link = someLink(world);
      if (phone.link.isOnline) phone.wake();
    },
    linkAgain: (phone) => {
      phone.link = someLink(world);
      if (phone.link.isOnline) phone.wake();
    },
    crash: (phone) => {
      const at = { left: world.between(1, 400), run: () => phone.crash() };
      doomed.set(phone.name, at);
      world.later(air, world.between(1, 30) * MINUTE, () => phone.start());
    },
    worker: (phone) => phone.runInBackground(),
    clock: (phone) => {
      phone.skew = world.pick([0, -24 * HOUR, 24 * HOUR, 8 * HOUR, -8 * HOUR, -5 * MINUTE]);
    },
    fullPhone: (phone) => {
      phone.disk.capacity = phone.disk.usedBytes() + world.between(0, 8000);
      world.later(air, world.between(10, 90) * MINUTE, () => {
        phone.disk.capacity = Number.POSITIVE_INFINITY;
      });
    },
    signedOut: (phone) => {
      const { cookies } = phone.enrolled;
      const cookie = cookies[phone.cookie];
      // The last one is for the night.
      if (phone.cookie + 1 >= cookies.length) return;
      const token = decodeURIComponent(cookie?.split('=')[1] ?? '').split('.')[0]!;
      server.change('delete from session where token = ?', token);
      world.later(air, world.between(1, 60) * MINUTE, () => {
        phone.cookie = Math.min(phone.cookie + 1, cookies.length - 1);
        phone.wake();
      });
    },
    scope: (phone) => {
      const { id } = phone.enrolled.person;
      server.change('update people set scope = \'["330199001002006"]\' where id = ?', id);
      world.later(air, world.between(5, 60) * MINUTE, () =>
        server.change('update people set scope = ? where id = ?', scopeOf(phone), id),
      );
    },
    serverKill: () => {
      doomed.set('server', { left: world.between(1, 300), run: () => endServer('kill') });
    },
    serverPower: () => {
      doomed.set('server', { left: world.between(1, 300), run: () => endServer('losePower') });
    },
    serverFull: () => {
      const used = server.disk
        .paths('/of-a-world')
        .reduce((sum, path) => sum + (server.disk.bytes(path)?.length ?? 0), 0);
      server.disk.capacity = used + world.between(0, 10_000);
      world.later(air, world.between(5, 40) * MINUTE, () => {
        server.disk.capacity = Number.POSITIVE_INFINITY;
      });
    },
    backUp: () => void backups.push(server.backUp()),
    restore: async () => {
      const [database, disk] = [backups.at(-1), world.chance(0.3) ? (backups[0] ?? null) : backups.at(-1)];
      if (!database) return;
      epoch += 1;
      await server.restore({
        database: database.database,
        disk: world.chance(0.6) ? (disk?.disk ?? null) : null,
      });
      world.tell('server: restored');
      world.later(air, 30_000, startServer);
    },
  };

  /** The seed decides which troubles its world knows; a world with all of them at once never shows any of them. */
  const known = Object.keys(trouble).filter((name) => world.chance(name.startsWith('link') ? 0.9 : 0.4));
  const length = world.between(20, 120) * MINUTE;
  const plan = (what: () => Promise<void> | void, at: Millis) =>
    world.later(air, at, () => void deeds.push(what));

  startServer();
  for (const phone of phones) plan(() => phone.start(), world.between(0, 5) * MINUTE);
  for (const phone of phones)
    for (let i = world.between(2, 5); i > 0; i--) plan(() => act(phone), world.between(1, length));
  for (let i = world.between(4, 14); i > 0 && known.length > 0; i--) {
    const name = world.pick(known);
    const phone = world.pick(phones);
    plan(
      async () => {
        if (isMended) return;
        count(name);
        world.tell(`${name} ${phone.name}`);
        await trouble[name]!(phone);
      },
      world.between(1, length),
    );
  }

  let looks = 0;
  const look = (always: boolean) => {
    if (bugs.length > 0) throw bugs[0]!;
    looks += 1;
    if (always || looks % 16 === 0) nothingIsLost(phones, server, epoch);
  };
  const runUntil = async (until: Millis) => {
    while (world.now() < until) {
      let isDeed = false;
      await world.run(
        until,
        () => look(false),
        () => {
          isDeed = deeds.length > 0;
          return isDeed;
        },
      );
      for (const deed of deeds.splice(0)) {
        await deed();
        look(true);
      }
      if (!isDeed) return;
    }
  };

  await runUntil(begin + length);
  theLedgerAgrees(server);

  isMended = true;
  doomed.clear();
  world.tell('everything is mended');
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
  for (const begun = world.now(); !isSettled() && world.now() < begun + 12 * HOUR;) {
    await runUntil(world.now() + 7 * MINUTE);
    for (const phone of phones) phone.wake();
    await runUntil(world.now() + 2 * MINUTE);
  }
  // Now that everybody has sent, everybody may see.
  for (const phone of phones) phone.wake();
  await runUntil(world.now() + 5 * MINUTE);
  look(true);
  allIsThere(phones, server, epoch);
  for (const [what, times] of counts) happened.set(`request ${what}`, times);
  happened.set(
    'refused save',
    phones.reduce((sum, phone) => sum + phone.refusedSaves, 0),
  );
  const [events, photos] = ['events', 'photos'].map(
    (table) => server.rows<{ n: number }>(`select count(*) as n from ${table}`)[0]!.n,
  );
  world.tell(`${events} events, ${photos} photos`);
  return {
    seed: world.seed,
    digest: world.digest(),
    story: world.story,
    steps: world.steps,
    saved: phones.reduce((sum, phone) => sum + phone.saves, 0),
    events: events!,
    photos: photos!,
    happened,
  };
};

export { Broken };
