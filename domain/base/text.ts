/** The longest text of a person, in characters. */
export const MAX_TEXT = 2000;

/**
 * Text that cannot be stored or hashed alike everywhere: U+0000 (PostgreSQL refuses it) and lone surrogates
 * (they have no UTF-8 form). Refused at parsing on both sides.
 */
const forbidden = /\0|\p{Surrogate}/u;

export const isStorableText = (text: string): boolean => !forbidden.test(text);

/**
 * True when every string in a parsed JSON value, keys included, is storable. Walks without recursion: text of the
 * largest event nests deeper than a stack reaches.
 */
export const hasOnlyStorableText = (value: unknown): boolean => {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') {
      if (!isStorableText(next)) return false;
    } else if (typeof next === 'object' && next !== null) {
      for (const [key, item] of Object.entries(next)) open.push(key, item);
    }
  }
  return true;
};

/** The text of a person without forbidden characters, trimmed: it can be stored. */
export const cleanText = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '').trim();
