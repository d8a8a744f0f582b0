import { isSha256 } from '#domain/base/units.ts';
import { authorityOf } from '#domain/people/person.ts';
import { viewableFile } from '#server/photos/viewable.ts';
import { refuse } from '#server/http/base/answer.ts';
import { readPerson } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** GET /api/photos/{sha256} and …/thumbnail: the picture, for who may see a subject holding it. */
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
    // The next person at this browser asks again.
    vary: 'Cookie',
    'content-security-policy': "default-src 'none'; sandbox",
  });
};
