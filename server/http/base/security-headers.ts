import type { MiddlewareHandler } from 'hono';
import type { Env } from './services.ts';

/** Allows only what the built app needs: no inline script, photos from memory, workers from files or blobs. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "connect-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Two workers alone may compile WebAssembly: the HEIC decoder and the reader of QR codes. A worker has the policy of its own
 * script, not that of the page.
 */
const wasmWorkerPolicy = `${contentSecurityPolicy}; script-src 'self' 'wasm-unsafe-eval'`;
const isWasmWorker = (path: string): boolean => /^\/assets\/(image|scan)-worker-/.test(path);

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
};

/** Over plain HTTP a browser ignores it, with an error in the console. It sends `Sec-Fetch-Site` to secure addresses only. */
const openerPolicy = { 'cross-origin-opener-policy': 'same-origin' };

export const securityHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const isSecure = c.req.header('sec-fetch-site') !== undefined;
  const all = {
    ...headers,
    ...(isSecure && openerPolicy),
    ...(isWasmWorker(c.req.path) && { 'content-security-policy': wasmWorkerPolicy }),
  };
  for (const [name, value] of Object.entries(all)) if (!c.res.headers.has(name)) c.header(name, value);
};
