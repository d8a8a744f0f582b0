import { expect, test } from 'vitest';
import { parseEvent } from '#domain/parse-event.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import { newPhone, report } from './samples.ts';

test('[H1b] signed text of a report with photos → it names each photo and its thumbnail by the hash of their bytes', async () => {
  const phone = await newPhone();
  const { row } = await report(phone, 2);
  const parsed = parseEvent(row.text);
  const photos = parsed.ok ? parsed.value.photos : [];
  expect(photos).toHaveLength(2);
  const names = photos.flatMap(({ sha256, thumbnail }) => [sha256, thumbnail.sha256]);
  const hashes = await Promise.all(
    names.map(async (name) => {
      const bytes = await phone.db.photoBytes.get(name);
      return bytes && sha256Hex(new Uint8Array(bytes.data));
    }),
  );
  expect(hashes).toEqual(names);
});
