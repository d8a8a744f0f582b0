/**
 * The part of exifreader that is used. Its own declarations include Node's types, which would hide a Node global used
 * by mistake in code for a browser's worker (tsconfig.worker.json, `paths`).
 */
export const load: (
  data: ArrayBuffer,
  options: { readonly includeTags: { readonly exif: readonly string[] } },
) => Readonly<Record<string, { readonly value: unknown } | undefined>>;
