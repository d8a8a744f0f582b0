import { isSha256 } from '#domain/base/units.ts';
import { authorityOf } from '#domain/people/authority.ts';
import { viewableFile } from '#server/photos/viewable.ts';
import { refuse } from '#server/http/base/answer.ts';
import { readPerson } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** GET /api/photos/{sha256} and …/thumbnail: the picture, if the person may see a subject with it ([H12]). */
export const photoView = (size: 'full' | 'thumbnail') => async (c: AppContext) => {
  const { store, files } = c.var.services;
  const person = await readPerson(c);
  if (!person.ok) return refuse(c, person.error);
  const sha256 = c.req.param('sha256') ?? '';
  const file = isSha256(sha256)
    ? await viewableFile(store.read, authorityOf(person.value), sha256, size)
    : null;
  if (!file || !(await files.holds(file))) return refuse(c, 'notFound');
  return c.body(new Uint8Array(await files.read(file)), 200, {
    'content-type': 'image/jpeg',
    'cache-control': 'private, max-age=31536000, immutable',
    // The browser must not show a cached picture to the next person who signs in.
    vary: 'Cookie',
    'content-security-policy': "default-src 'none'; sandbox",
  });
};
