/** The cache with the file of the HEIC decoder. The page fills it; the service worker deletes earlier versions from it. */
export const DECODER_CACHE = 'heic-decoder';
