/** One run: one contestant on one link, measured from when the link is on. */
import type { Millis } from '#domain/base/units.ts';
import { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import type { Origin } from '#tests/support/docs/figures-in-docs.ts';
import type { Blocked, OpenContestant, Payload, Verified } from '#tests/bench/sync/contestants/contestant.ts';
import { links, type LinkName } from '#tests/bench/sync/links.ts';
import { watchProcesses, type Spent } from './processes.ts';
import { createRequestLog, since, type Exchange } from './request-log.ts';

export type RunKey = { readonly contestant: string; readonly link: LinkName; readonly run: number };

export type Run = RunKey &
  Origin & {
    readonly reports: number;
    readonly payload: Payload;
    /** It had not finished when its time was over. */
    readonly isCapped: boolean;
    readonly wallSeconds: number;
    readonly lastTextSeconds: number | null;
    /** Payload ÷ the bytes that the link could have carried up in that time. */
    readonly utilisation: number;
    readonly upBytes: number;
    readonly downBytes: number;
    readonly requests: number;
    readonly cutRequests: number;
    readonly connections: number;
    readonly cuts: number;
    readonly blocked: Blocked | null;
  } & Spent &
  Verified;

export type RunOptions = {
  readonly open: OpenContestant;
  readonly origin: Omit<Origin, 'at'>;
  readonly capMillis: Millis;
  readonly tell: (line: string) => void;
};

const TELL_EVERY: Millis = 10_000;

export const payloadBytes = ({ texts, thumbnails, photos }: Payload): number => texts + thumbnails + photos;

export const measureRun = async (
  { contestant: name, link, run: number, reports }: RunKey & Pick<Run, 'reports'>,
  { open, origin, capMillis, tell }: RunOptions,
): Promise<{ readonly run: Run; readonly exchanges: readonly Exchange[] }> => {
  const { shape } = links[link];
  const proxy = await ShapingProxy.open(0, undefined, number);
  const contestant = await open(proxy);
  let progress: NodeJS.Timeout | undefined;
  try {
    const payload = await contestant.prepare(reports, number);
    tell(`saved ${reports} reports, ${(payloadBytes(payload) / 1e6).toFixed(1)} MB`);
    // Closes connections from before the measurement.
    proxy.goOffline();
    proxy.shape(shape);
    const { exchanges, observer } = createRequestLog();
    proxy.observer = observer;
    const before = {
      up: proxy.bytesUp,
      down: proxy.bytesDown,
      cuts: proxy.cuts,
      connections: proxy.connections,
    };
    const processes = watchProcesses(contestant.profileDir);
    proxy.goOnline();
    const from = await contestant.begin();
    progress = setInterval(() => {
      const seconds = Math.round((Date.now() - from) / 1000);
      tell(
        `${seconds} s, ${((proxy.bytesUp - before.up) / 1e6).toFixed(1)} MB up, ${exchanges.length} requests`,
      );
    }, TELL_EVERY);
    const cap = new Promise<null>((resolve) => setTimeout(() => resolve(null), capMillis).unref());
    const doneAt = await Promise.race([contestant.finished(), cap]);
    clearInterval(progress);
    const wallSeconds = ((doneAt ?? Date.now()) - from) / 1000;
    const figures = {
      upBytes: proxy.bytesUp - before.up,
      downBytes: proxy.bytesDown - before.down,
      cuts: proxy.cuts - before.cuts,
      connections: proxy.connections - before.connections,
      requests: exchanges.length,
      cutRequests: exchanges.filter((it) => it.cutAt !== null).length,
      ...processes.end(),
      blocked: await contestant.blocked(),
    };
    const lastTextAt = await contestant.lastTextAt(exchanges);
    const run: Run = {
      ...origin,
      at: new Date(from).toISOString(),
      contestant: name,
      link,
      run: number,
      reports,
      payload,
      isCapped: doneAt === null,
      wallSeconds,
      lastTextSeconds: lastTextAt === null ? null : (lastTextAt - from) / 1000,
      utilisation: payloadBytes(payload) / ((shape.upBitsPerSecond / 8) * wallSeconds),
      ...figures,
      ...(await contestant.verify()),
    };
    return { run, exchanges: exchanges.map((it) => since(from, it)) };
  } finally {
    clearInterval(progress);
    await contestant.close();
    await proxy.close();
  }
};
