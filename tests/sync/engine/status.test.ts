import { expect, test } from 'vitest';
import { createStatusBoard, type SyncStatus } from '#sync/engine/status.ts';
import { createSpeedometer } from '#sync/engine/speedometer.ts';

const sha256 = 'a'.repeat(64);

const boardAt = (time: number) => {
  const clock = { time };
  const shown: SyncStatus[] = [];
  const board = createStatusBoard(
    () => clock.time,
    (status) => void shown.push(status),
  );
  return { clock, shown, board };
};

test('speed → smoothed over samples of a second', () => {
  const clock = { time: 0 };
  const speed = createSpeedometer(() => clock.time);
  expect(speed.read()).toBeNull();
  for (const [millis, bytes] of [
    [0, 0],
    [500, 500],
    [500, 500],
    [1000, 2000],
  ] as const) {
    clock.time += millis;
    speed.add(bytes);
  }
  expect(speed.read()).toBe(1300);
  speed.reset();
  expect(speed.read()).toBeNull();
});

test('[D15c] speed, clock set back → available again within a second, from the bytes since', () => {
  const clock = { time: 86_400_000 };
  const speed = createSpeedometer(() => clock.time);
  speed.add(5000);
  clock.time = 0;
  speed.add(700);
  expect(speed.read()).toBeNull();
  clock.time = 1000;
  speed.add(300);
  expect(speed.read()).toBe(300);
});

test('[D15c] progress, clock set back → shown as often as before', () => {
  const { clock, shown, board } = boardAt(86_400_000);
  board.photoMoved({ sha256, sentBytes: 0, totalBytes: 100 });
  board.photoMoved({ sha256, sentBytes: 1, totalBytes: 100 });
  clock.time = 0;
  board.photoMoved({ sha256, sentBytes: 2, totalBytes: 100 });
  expect(shown.at(-1)?.inFlight[0]?.sentBytes).toBe(2);
  clock.time += 300;
  board.photoMoved({ sha256, sentBytes: 3, totalBytes: 100 });
  expect(shown.at(-1)?.inFlight[0]?.sentBytes).toBe(3);
});

test('progress of one photo → shown at once, then at most four times a second', () => {
  const { clock, shown, board } = boardAt(1000);
  for (let sentBytes = 0; sentBytes < 100; sentBytes++) {
    board.photoMoved({ sha256, sentBytes, totalBytes: 100 });
    clock.time += 25;
  }
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.length).toBeLessThan(15);
  board.photoEnded(sha256);
  expect(shown.at(-1)?.inFlight).toEqual([]);
});

test('progress of many short photos → at most four times a second; the last state is always shown', () => {
  const { clock, shown, board } = boardAt(1000);
  board.phase('sending');
  const name = (i: number) => i.toString(16).padStart(64, '0');
  for (let i = 0; i < 100; i++) {
    board.photoMoved({ sha256: name(i), sentBytes: 0, totalBytes: 100 });
    board.phase('sending');
    if (i > 0) board.photoEnded(name(i - 1));
    clock.time += 25;
  }
  expect(shown.length).toBeGreaterThan(8);
  expect(shown.length).toBeLessThan(15);
  expect(shown.at(-1)?.inFlight.length).toBeGreaterThan(0);
  board.photoEnded(name(99));
  expect(shown.at(-1)?.inFlight).toEqual([]);
  board.phase('idle');
  expect(shown.at(-1)?.phase).toBe('idle');
});

test('error → stays until its lane works again; a link error comes first', () => {
  const shown: SyncStatus[] = [];
  const board = createStatusBoard(
    () => 0,
    (status) => void shown.push(status),
  );
  board.error('push', 'internal');
  board.error('link', 'offline');
  expect(shown.at(-1)?.error).toBe('offline');
  board.error('link', null);
  expect(shown.at(-1)?.error).toBe('internal');
  board.error('push', null);
  expect(shown.at(-1)?.error).toBeNull();
});
