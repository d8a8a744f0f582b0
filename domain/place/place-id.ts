/** The ids of places that an office adds: printed on a label, read aloud, typed. */
import { CODE_ALPHABET } from '#domain/protocol/enrolment.ts';

export const PLACE_ID_LENGTH = 12;
/** The largest multiple of the alphabet in a byte: larger bytes would make some signs more frequent. */
const FAIR = 256 - (256 % CODE_ALPHABET.length);

/** Twelve signs without look-alikes, 54 bits. `random` returns so many random bytes. */
export const newPlaceId = (random: (bytes: number) => Uint8Array): string => {
  let id = '';
  while (id.length < PLACE_ID_LENGTH)
    for (const byte of random(PLACE_ID_LENGTH))
      if (byte < FAIR && id.length < PLACE_ID_LENGTH) id += CODE_ALPHABET[byte % CODE_ALPHABET.length];
  return id;
};

/** The id as people read it: K7Q3 M9XD ACEF. Ids of another form stay as they are. */
export const shownPlaceId = (id: string): string =>
  id.length === PLACE_ID_LENGTH ? (id.match(/.{4}/g) ?? []).join(' ') : id;

/** The address that a label holds. */
export const placeAddress = (app: string, id: string): string => `${app}/p/${encodeURIComponent(id)}`;
