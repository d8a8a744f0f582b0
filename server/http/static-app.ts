/**
 * Serves the built app from memory. It has few files, and so no path of a request ever reaches the disk.
 * Assets with a hash in their name never change. Other files are requested each time, and answered 304 if unchanged.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AppContext } from './base/services.ts';

const typeByExtension: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const compressedExtensions = ['.png', '.jpg', '.woff2'];

type AppFile = {
  readonly type: string;
  readonly etag: string;
  readonly isImmutable: boolean;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer> | null;
};

export type StaticApp = ReadonlyMap<string, AppFile>;

const readAppFile = async (folder: string, path: string): Promise<readonly [string, AppFile]> => {
  const body = new Uint8Array(await readFile(path));
  const url = `/${relative(folder, path).split(sep).join('/')}`;
  const extension = extname(path);
  return [
    url,
    {
      type: typeByExtension[extension] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      isImmutable: url.startsWith('/assets/'),
      body,
      gzipped: compressedExtensions.includes(extension) ? null : new Uint8Array(gzipSync(body)),
    },
  ];
};

/** Every file below the folder, by URL path. Empty if the app is not built. */
export const loadStaticApp = async (folder: string): Promise<StaticApp> => {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.flatMap((entry) => (entry.isFile() ? join(entry.parentPath, entry.name) : []));
    return new Map(await Promise.all(paths.map((path) => readAppFile(folder, path))));
  } catch {
    return new Map();
  }
};

/** A path without a file extension is a screen of the app. */
const isDeepLink = (path: string) => !path.slice(path.lastIndexOf('/')).includes('.');

export const serveApp = (app: StaticApp) => async (c: AppContext) => {
  const { path } = c.req;
  const file = app.get(path) ?? (isDeepLink(path) ? app.get('/index.html') : undefined);
  if (!file && app.size === 0)
    return c.text('The app is not built. Run "npm run build" and start the server again.\n', 503);
  if (!file) return c.text('Not found.\n', 404);
  c.header('etag', file.etag);
  c.header('vary', 'Accept-Encoding');
  c.header('cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (c.req.header('if-none-match')?.includes(file.etag)) return c.body(null, 304);
  c.header('content-type', file.type);
  const isGzip = file.gzipped !== null && (c.req.header('accept-encoding') ?? '').includes('gzip');
  if (isGzip) c.header('content-encoding', 'gzip');
  return c.body(isGzip && file.gzipped ? file.gzipped : file.body);
};
