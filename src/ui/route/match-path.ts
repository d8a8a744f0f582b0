export type Params = Readonly<Record<string, string>>;

/** `/desk/:id?` matches `/desk` and `/desk/7`. Null if the path does not match. A trailing slash is ignored. */
export const matchPath = (pattern: string, path: string): Params | null => {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (given.length > wanted.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index];
    if (part.startsWith(':')) {
      if (value !== undefined) params[part.replace(/^:|\?$/g, '')] = decode(value);
      else if (!part.endsWith('?')) return null;
    } else if (part !== value) return null;
  }
  return params;
};

/** A mistyped address must not throw: an invalid escape sequence stays as it is. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
