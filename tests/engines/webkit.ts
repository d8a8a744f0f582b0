/**
 * The WebKitGTK of Debian in its MiniBrowser. Its WebDriver deletes all data at the end of a session, so this uses an ordinary
 * window on a virtual screen, driven through the remote inspector.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { eventually } from '#tests/support/people/progress.ts';
import type { Engine } from './engine.ts';

const browserPath = () =>
  ['x86_64', 'aarch64']
    .flatMap((cpu) => ['4.1', '4.0'].map((it) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-${it}/MiniBrowser`))
    .find((path) => existsSync(path));

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
};

const openScreen = async (): Promise<{ readonly display: string; readonly screen: ChildProcess }> => {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1024x1024x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await once(screen.stdio[3]!, 'data')) as [Buffer];
  return { display: `:${number.toString().trim()}`, screen };
};

type Answer = {
  readonly id?: number;
  readonly result?: { result: { value?: unknown }; wasThrown?: boolean };
};

/** Evaluates an expression in the page, over the socket of the inspector. */
const openInspector = async (address: string) => {
  const socket = new WebSocket(address);
  let target = '';
  let lastId = 0;
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.on('message', (data) => {
    const { method, params } = JSON.parse(String(data)) as {
      method?: string;
      params: Record<string, unknown>;
    };
    if (method === 'Target.targetCreated') target = (params['targetInfo'] as { targetId: string }).targetId;
    if (method === 'Target.didCommitProvisionalTarget') target = params['newTargetId'] as string;
    if (method !== 'Target.dispatchMessageFromTarget') return;
    const answer = JSON.parse(params['message'] as string) as Answer;
    waiting.get(answer.id ?? -1)?.(answer);
  });
  await once(socket, 'open');
  return {
    evaluate: async (expression: string): Promise<unknown> => {
      await eventually(
        async () => target,
        (it) => it !== '',
        10_000,
      );
      lastId += 1;
      const id = lastId;
      const message = { id, method: 'Runtime.evaluate', params: { expression, returnByValue: true } };
      const params = { targetId: target, message: JSON.stringify(message) };
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id: 1_000_000 + id, method: 'Target.sendMessageToTarget', params }));
      const late = new Promise<Answer>((resolve) => setTimeout(() => resolve({}), 5_000));
      const { result } = await Promise.race([answered, late]);
      waiting.delete(id);
      if (result?.wasThrown) throw new Error(`The page threw at ${expression.slice(0, 200)}`);
      return result?.result.value;
    },
    close: () => socket.close(),
  };
};

export const webkit: Engine = {
  name: 'WebKitGTK',
  missing: () => {
    if (!browserPath()) return 'webkit2gtk-driver';
    return existsSync('/usr/bin/Xvfb') ? null : 'xvfb';
  },
  open: async (profileDir) => {
    await mkdir(profileDir, { recursive: true });
    const { display, screen } = await openScreen();
    const port = await freePort();
    const folder = (name: string) => join(profileDir, name);
    const browser = spawn(
      browserPath()!,
      ['--enable-developer-extras=true', `--cookies-file=${folder('cookies.db')}`, 'about:blank'],
      {
        stdio: 'ignore',
        env: {
          ...process.env,
          HOME: profileDir,
          XDG_DATA_HOME: folder('data'),
          XDG_CACHE_HOME: folder('cache'),
          XDG_CONFIG_HOME: folder('config'),
          DISPLAY: display,
          LIBGL_ALWAYS_SOFTWARE: '1',
          WEBKIT_DISABLE_COMPOSITING_MODE: '1',
          WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
          WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}`,
        },
      },
    );
    const list = () =>
      fetch(`http://127.0.0.1:${port}/`)
        .then((it) => it.text())
        .catch(() => '');
    const path = await eventually(
      async () => /(\/socket\/[^']+)/.exec(await list())?.[1] ?? null,
      (it): it is string => it !== null,
      20_000,
    );
    const inspector = await openInspector(`ws://127.0.0.1:${port}${path}`);
    let lastRun = 0;
    return {
      goto: async (url) => {
        await inspector.evaluate(`location.href = ${JSON.stringify(url)}`);
        const at = new URL(url).href;
        await eventually(
          () => inspector.evaluate(`location.href === ${JSON.stringify(at)} && document.readyState`),
          (state) => state === 'complete',
          30_000,
        );
      },
      run: async (work, argument) => {
        lastRun += 1;
        const slot = `engineRun${lastRun}`;
        await inspector.evaluate(
          `void Promise.resolve((${work.toString()})(${JSON.stringify(argument)})).then((it) => { window.${slot} = JSON.stringify({ value: it ?? null }); }, (fault) => { window.${slot} = JSON.stringify({ fault: String(fault) }); })`,
        );
        const result = await eventually(
          () => inspector.evaluate(`window.${slot}`),
          (it) => typeof it === 'string',
          30_000,
        );
        const { value, fault } = JSON.parse(result as string);
        if (fault) throw new Error(fault);
        return value;
      },
      close: async () => {
        inspector.close();
        await end(browser);
        await end(screen);
      },
    };
  },
};
