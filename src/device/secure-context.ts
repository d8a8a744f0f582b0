/**
 * Features that browsers offer only over HTTPS or on localhost. A page opened by plain HTTP at another address can
 * show reports but not create one. Listed in the order in which a person notices the lack. The interface has the
 * texts.
 */
export const httpsCapabilities = [
  /** Camera inside the page. */
  'camera',
  /** The phone's position. */
  'position',
  /** The service worker, and with it every start without a link. */
  'offline',
  /** WebCrypto: the device key that signs a report, and the hash that names a photo. */
  'signing',
  /** Persistent storage, which the browser does not clear by itself. */
  'persistence',
] as const;
export type HttpsCapability = (typeof httpsCapabilities)[number];

/** Empty in a secure context. */
export const missingForHttps = (isSecureContext = window.isSecureContext): readonly HttpsCapability[] =>
  isSecureContext ? [] : httpsCapabilities;
