import { expect, onTestFinished, test, vi } from 'vitest';
import { onceAFrame } from '#finder/once-a-frame.ts';

test('what happens within a frame is told once, and what happens after it once more', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const told = vi.fn();
  const happens = onceAFrame(told);
  for (let times = 0; times < 5; times++) happens();
  expect(told).not.toHaveBeenCalled();
  vi.advanceTimersByTime(17);
  expect(told).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect(told).toHaveBeenCalledTimes(1);
  happens();
  happens();
  vi.advanceTimersByTime(17);
  expect(told).toHaveBeenCalledTimes(2);
});
