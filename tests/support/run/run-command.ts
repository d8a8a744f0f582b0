import { spawn } from 'node:child_process';
import { once } from 'node:events';

type Options = { readonly cwd: string; readonly env?: Readonly<Record<string, string>> };

/** Runs a command to its end and returns its output. Its processes end with this process, also if that is killed. */
export const runCommand = async (
  program: string,
  args: readonly string[],
  { cwd, env = {} }: Options,
): Promise<{ readonly endedWell: boolean; readonly output: string }> => {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group, so that all its processes can be ended.
    detached: true,
  });
  const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM');
  process.once('exit', end);
  // Separate, so that neither is inserted into a line of the other.
  const texts = ['', ''];
  for (const [at, stream] of [child.stdout, child.stderr].entries())
    stream.setEncoding('utf8').on('data', (text: string) => {
      texts[at] += text;
    });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { endedWell: code === 0, output: texts.join('') };
  } finally {
    process.off('exit', end);
  }
};
