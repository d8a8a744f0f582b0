/**
 * What browsers keep for HTTPS and localhost: a page opened by plain HTTP at another address can show reports but
 * not make one. In the order a person misses them; the words are the interface's.
 */
export const httpsCapabilities = [
  /** Camera inside the page. */
  'camera',
  /** The phone's position. */
  'position',
  /** The service worker, and with it every start without signal. */
  'offline',
  /** WebCrypto: the device key that signs a report and the hash that names a photo. */
  'signing',
  /** The promise not to clear the storage. */
  'persistence',
] as const;
export type HttpsCapability = (typeof httpsCapabilities)[number];

/** Empty in a secure context. */
export const missingForHttps = (isSecureContext = window.isSecureContext): readonly HttpsCapability[] =>
  isSecureContext ? [] : httpsCapabilities;
