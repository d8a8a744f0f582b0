import { codeInLink, readCode } from '#domain/protocol/enrolment.ts';

export type Scanned =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'otherSite'; readonly host: string }
  | { readonly kind: 'ownPage' }
  | { readonly kind: 'noCode' };

/** What a QR code says. A link of another site is refused, whatever it has in it. */
export const readScanned = (text: string, origin: string): Scanned => {
  const bare = readCode(text);
  if (bare !== null) return { kind: 'code', code: bare };
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return { kind: 'noCode' };
  if (url.origin !== origin) return { kind: 'otherSite', host: url.host };
  const code = codeInLink(url.href);
  return code === null ? { kind: 'ownPage' } : { kind: 'code', code };
};
