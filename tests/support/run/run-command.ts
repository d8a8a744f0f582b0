import { spawn } from 'node:child_process';
import { once } from 'node:events';

type Options = { readonly cwd: string; readonly env?: Readonly<Record<string, string>> };

/** A command run to its end, with all it printed. What it started ends with this process, however that is cut. */
export const runCommand = async (
  program: string,
  args: readonly string[],
  { cwd, env = {} }: Options,
): Promise<{ readonly endedWell: boolean; readonly output: string }> => {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which can be ended as a whole.
    detached: true,
  });
  const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM');
  process.once('exit', end);
  // Apart, so that neither stands in the middle of a line of the other.
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
