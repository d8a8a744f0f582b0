/** The troubles of a world, by name. */
import type { Millis } from '#domain/base/units.ts';
import type { Fate, LinkState } from '#tests/simulation/link/link.ts';
import { SERVER_FOLDER } from '#tests/simulation/disk/server-disk.ts';
import type { SimPhone } from './sim-phone.ts';
import type { Backup, SimServer } from './sim-server.ts';
import type { SimProcess, World } from '#tests/simulation/world/world.ts';

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;

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

/** Ends a process after `left` more steps of it, so at any of its awaits. */
export type ScheduledKill = { left: number; readonly run: () => Promise<void> | void };

type Trouble = (phone: SimPhone) => Promise<void> | void;

/** The scope of the person, as the server stores it. */
export const scopeOf = (phone: SimPhone): string => JSON.stringify(phone.enrolled.person.scope);

export const troublesOf = (deps: {
  readonly world: World;
  readonly server: SimServer;
  readonly environment: SimProcess;
  readonly scheduled: Map<string, ScheduledKill>;
  readonly startServer: () => void;
  /** The server goes back to an older state. */
  readonly onRestore: () => void;
  readonly count: (what: string) => void;
}): Readonly<Record<string, Trouble>> => {
  const { world, server, environment, scheduled, startServer, onRestore, count } = deps;
  const backups: Backup[] = [];
  const endServer = async (how: 'kill' | 'losePower') => {
    count(how);
    await server[how]();
    world.log(`server: ${how}`);
    world.later(environment, world.between(1, 90) * 1000, startServer);
  };

  return {
    link: (phone) => {
      phone.link = someLink(world);
      if (phone.link.isOnline) phone.wake();
    },
    linkAgain: (phone) => {
      phone.link = someLink(world);
      if (phone.link.isOnline) phone.wake();
    },
    crash: (phone) => {
      const run = () => {
        count(phone.disk.isAtRest() ? 'crashed' : 'crashed while writing');
        phone.crash();
      };
      const at = { left: world.between(1, 400), run };
      scheduled.set(phone.name, at);
      world.later(environment, world.between(1, 30) * MINUTE, () => phone.start());
    },
    worker: (phone) => phone.runInBackground(),
    clock: (phone) => {
      phone.skew = world.pick([0, -24 * HOUR, 24 * HOUR, 8 * HOUR, -8 * HOUR, -5 * MINUTE]);
    },
    fullPhone: (phone) => {
      phone.disk.capacity = phone.disk.usedBytes() + world.between(0, 8000);
      world.later(environment, world.between(10, 90) * MINUTE, () => {
        phone.disk.capacity = Number.POSITIVE_INFINITY;
      });
    },
    signedOut: (phone) => {
      const { cookies } = phone.enrolled;
      const cookie = cookies[phone.cookie];
      // The last session is for the quiet hours at the end.
      if (phone.cookie + 1 >= cookies.length) return;
      const token = decodeURIComponent(cookie?.split('=')[1] ?? '').split('.')[0]!;
      server.change('delete from session where token = ?', token);
      world.later(environment, world.between(1, 60) * MINUTE, () => {
        phone.cookie = Math.min(phone.cookie + 1, cookies.length - 1);
        phone.wake();
      });
    },
    scope: (phone) => {
      const { id } = phone.enrolled.person;
      server.change('update people set scope = \'["330199001002006"]\' where id = ?', id);
      world.later(environment, world.between(5, 60) * MINUTE, () =>
        server.change('update people set scope = ? where id = ?', scopeOf(phone), id),
      );
    },
    serverKill: () => {
      scheduled.set('server', { left: world.between(1, 300), run: () => endServer('kill') });
    },
    serverPower: () => {
      scheduled.set('server', { left: world.between(1, 300), run: () => endServer('losePower') });
    },
    serverFull: () => {
      const used = server.disk
        .paths(SERVER_FOLDER)
        .reduce((sum, path) => sum + (server.disk.bytes(path)?.length ?? 0), 0);
      server.disk.capacity = used + world.between(0, 10_000);
      world.later(environment, world.between(5, 40) * MINUTE, () => {
        server.disk.capacity = Number.POSITIVE_INFINITY;
      });
    },
    backUp: () => void backups.push(server.backUp()),
    restore: async () => {
      const last = backups.at(-1);
      if (!last) return;
      onRestore();
      const what = world.pick(['both', 'database', 'photos', 'ofTwoDays'] as const);
      const photos = { both: last, database: null, photos: world.pick(backups), ofTwoDays: backups[0]! }[
        what
      ];
      await server.restore({
        database: what === 'photos' ? null : last.database,
        disk: photos === null ? null : photos.disk,
      });
      count(`restored ${what}`);
      world.log(`server: restored ${what}`);
      world.later(environment, 30_000, startServer);
    },
    free: (phone) => phone.freePhotos(),
  };
};
