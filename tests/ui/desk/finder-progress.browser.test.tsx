import { expect, onTestFinished, test, vi } from 'vitest';
import { createFinder, type CaseFinder } from '#ui/state/cases/finder.ts';
import { openRoom } from '#tests/ui/harness/person-harness.tsx';

/** Comlink uses one port for the answer and another for the callback: their messages may arrive in any order. */
const worker = vi.hoisted(() => ({ tell: (_done: number, _of: number): void => {}, ready: (): void => {} }));
vi.mock('#finder/open-finder.ts', () => ({
  openFinder: () => ({
    finder: {
      ready: (tell: typeof worker.tell) => {
        worker.tell = tell;
        return new Promise<void>((resolve) => {
          worker.ready = resolve;
        });
      },
      onChange: async () => {},
    },
    dispose: () => {},
  }),
}));

test('progress of the finder, a message after the end → ignored', async () => {
  const room = await openRoom('reviewer');
  onTestFinished(() => room.scrap());
  let finder: CaseFinder | undefined;
  room.show(() => {
    finder = createFinder(room.state());
    return null;
  });
  worker.tell(250, 500);
  expect(finder!.progress()).toEqual({ done: 250, of: 500 });
  worker.ready();
  await expect.poll(() => finder!.progress()).toBeNull();
  worker.tell(500, 500);
  expect(finder!.progress()).toBeNull();
});
