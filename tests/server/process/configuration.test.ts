import { expect, test } from 'vitest';
import { readConfiguration } from '#server/configuration.ts';

test('defaults, no flags and no environment → a local run with the demo', () => {
  expect(readConfiguration([], {})).toEqual({
    port: 8787,
    host: null,
    dataDir: './data',
    databaseUrl: null,
    publicUrl: null,
    trustedOrigins: [],
    trustProxy: false,
    isDemoWanted: true,
    demoDays: 60,
    mayPhotosBeLost: false,
    importFolder: null,
    logLevel: 'info',
  });
});

test('flags override the environment, both given → the flag counts', () => {
  const env = {
    PORT: '1',
    HOST: '10.0.0.1',
    DATA_DIR: '/a',
    NO_DEMO: '1',
    TRUST_PROXY: '1',
    LOG_LEVEL: 'warn',
  };
  expect(readConfiguration([], env)).toMatchObject({
    port: 1,
    host: '10.0.0.1',
    dataDir: '/a',
    isDemoWanted: false,
    trustProxy: true,
    logLevel: 'warn',
  });
  const flags = ['--port', '2', '--host', '::1', '--data-dir', '/b'];
  expect(readConfiguration(flags, env)).toMatchObject({ port: 2, host: '::1', dataDir: '/b' });
  expect(readConfiguration(['--no-demo'], {})).toMatchObject({ isDemoWanted: false });
});

test('the public address is a trusted origin, with further origins → all are trusted', () => {
  expect(
    readConfiguration([], {
      PUBLIC_URL: 'https://a.example/',
      TRUSTED_ORIGINS: 'https://b.example, http://c.example:81',
    }),
  ).toMatchObject({
    publicUrl: 'https://a.example',
    trustedOrigins: ['https://a.example', 'https://b.example', 'http://c.example:81'],
  });
});

test.each([
  [['--port', '65536'], {}],
  [['--port', '-1'], {}],
  [['--port', ''], {}],
  [['--port'], {}],
  [['extra'], {}],
  [['--data-dir', ''], {}],
  [[], { PORT: '80 80' }],
  [[], { TRUSTED_ORIGINS: 'example.org' }],
  [[], { PUBLIC_URL: 'ftp://example.org' }],
  [[], { PUBLIC_URL: 'https://example.org/patrol' }],
  [[], { NO_DEMO: 'yes' }],
  [[], { LOG_LEVEL: 'loud' }],
  [[], { DATABASE_URL: 'mysql://host/patrol' }],
])('wrong values are errors, %j %j → one sentence', (args, env) => {
  expect(() => readConfiguration(args, env)).toThrow(/^[A-Z-].+\.$/);
});

test.each([
  'postgres://host/patrol',
  'postgresql://user:se%40cret@host:5433/patrol?sslmode=verify-full',
  'postgres:///patrol?host=/run/postgresql',
])('PostgreSQL addresses, %s → accepted', (url) => {
  expect(readConfiguration([], { DATABASE_URL: url })).toMatchObject({ databaseUrl: url });
});

test.each([
  'secret',
  'user:secret@host/patrol',
  'mysql://user:secret@host/patrol',
  'postgres://user:secret@host',
  'postgres://user:secret@host/',
  'postgres://user:secret@host:port/patrol',
  'postgres://user:#secret@host/patrol',
  'postgres://user:1/secret@host/patrol',
  'postgres://user:1?secret@host/patrol',
  'postgres:secret',
])('other database addresses, %s → an error that quotes nothing', (url) => {
  let message = '';
  try {
    readConfiguration([], { DATABASE_URL: url });
  } catch (error) {
    message = String(error);
  }
  expect(message).toMatch(/DATABASE_URL must look like postgres:/);
  expect(message).not.toContain('secret');
});
