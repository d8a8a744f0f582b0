import { expect, onTestFinished, test, vi } from 'vitest';
import { onceAFrame } from '#finder/once-a-frame.ts';

test('onceAFrame, several calls within a frame → one call; later calls → one more', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const callback = vi.fn();
  const trigger = onceAFrame(callback);
  for (let times = 0; times < 5; times++) trigger();
  expect(callback).not.toHaveBeenCalled();
  vi.advanceTimersByTime(17);
  expect(callback).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect(callback).toHaveBeenCalledTimes(1);
  trigger();
  trigger();
  vi.advanceTimersByTime(17);
  expect(callback).toHaveBeenCalledTimes(2);
});
