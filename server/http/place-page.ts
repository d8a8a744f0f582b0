/**
 * GET /p/{place}: what any camera app shows of a label. The page is the same for every place, also for one that does not exist:
 * it tells no name, no risk and not whether there is such a place. With `?app` the app answers instead.
 */
import { createHash } from 'node:crypto';
import type { Next } from 'hono';
import type { AppContext } from './base/services.ts';

const isId = (id: string): boolean => /^[\w-]{1,64}$/.test(id);

const style = `
:root { color-scheme: light dark; font: 17px/1.6 system-ui, sans-serif; }
body { max-width: 30rem; margin: 12vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.35rem; }
a { display: inline-block; padding: .7rem 1.2rem; border-radius: .6rem; background: #0b6b64; color: #fff; text-decoration: none; }
section + section { margin-top: 2.5rem; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

const page = (id: string): string => `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>巡查点位 Inspection point</title>
<style>${style}</style>
<main>
<section>
<h1>这是一个巡查点位</h1>
<p>这里定期有人做安全检查。如果你是工作人员，请打开巡格。</p>
<p><a href="/p/${id}?app">打开巡格</a></p>
</section>
<section lang="en">
<h1>This is an inspection point</h1>
<p>The safety of this place is checked regularly. Staff: open the app.</p>
<p><a href="/p/${id}?app">Open Grid Patrol</a></p>
</section>
</main>
</html>
`;

export const placePage = (c: AppContext, next: Next) => {
  const id = c.req.param('id') ?? '';
  if (c.req.query('app') !== undefined) return next();
  if (!isId(id)) return c.text('Not found.\n', 404);
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  c.header('referrer-policy', 'no-referrer');
  c.header('x-robots-tag', 'noindex');
  c.header('cache-control', 'no-cache');
  return c.html(page(id));
};
