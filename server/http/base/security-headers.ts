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
 * The image worker alone may compile WebAssembly, which is the HEIC decoder. A worker has the policy of its own script,
 * not that of the page.
 */
const imageWorkerPolicy = `${contentSecurityPolicy}; script-src 'self' 'wasm-unsafe-eval'`;
const isImageWorker = (path: string): boolean => path.startsWith('/assets/image-worker-');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

export const securityHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  if (isImageWorker(c.req.path)) c.header('content-security-policy', imageWorkerPolicy);
  for (const [name, value] of Object.entries(headers)) if (!c.res.headers.has(name)) c.header(name, value);
};
