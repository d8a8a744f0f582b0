import { afterEach, expect, test, vi } from 'vitest';
import { greet, showProgress } from '#server/console.ts';
import { demoPeople } from '#demo/community.ts';
import { demo } from '#demo/demo.ts';
import type { RunningServer } from '#server/server.ts';

afterEach(() => vi.restoreAllMocks());

const server: RunningServer = {
  url: 'http://localhost:8787',
  port: 8787,
  dataDir: '/srv/patrol',
  database: 'SQLite',
  isDemo: true,
  firstAdminCode: null,
  listeners: () => 0,
  close: () => Promise.resolve(),
};

const greeting = (publicUrl: string | null): string => {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => printed.push(text));
  greet(server, { host: '127.0.0.1', publicUrl }, demo);
  return printed.join('\n');
};

const blocks = /[▀▄█]/;

test('an HTTPS address is printed with a QR code, other addresses → without', () => {
  const shown = greeting('https://patrol.example.org');
  expect(shown).toContain('https://patrol.example.org');
  expect(shown.split('\n').filter((line) => blocks.test(line)).length).toBeGreaterThan(10);
  expect(greeting('http://patrol.example.org')).not.toMatch(blocks);
  expect(greeting(null)).not.toMatch(blocks);
});

test('the demo sign-ins are printed, each with role and name → a patroller also with the grid', () => {
  const shown = greeting(null);
  for (const { username, role, name } of demoPeople)
    expect(shown).toMatch(new RegExp(`^ *${username} +${role} +${name} `, 'm'));
  expect(shown).toMatch(/wang .*330199001002001 .*柳浪苑东/);
});

const written = (isTTY: boolean, steps: number): readonly string[] => {
  const chunks: string[] = [];
  const out = { isTTY, write: (text: string) => chunks.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const show = showProgress(out);
  for (let i = 1; i <= steps; i++) show(i, steps);
  return chunks;
};

test('progress is printed, terminal → one line updated in place, file → a few lines', () => {
  const terminal = written(true, 200);
  expect(terminal).toHaveLength(200);
  for (const chunk of terminal) expect(chunk.startsWith('\r')).toBe(true);
  expect(terminal.join('').split('\n')).toHaveLength(2);
  const file = written(false, 200);
  expect(file.length).toBeLessThan(10);
  for (const line of file) expect(line).toMatch(/\d %\n$/);
  expect(file.at(-1)).toContain('100 %');
});
