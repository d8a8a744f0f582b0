/** Inserted by the build; absent in tests. */
declare const __APP_VERSION__: string | undefined;

/** The version of this app, as the office sees it in the list of devices; null if the build did not name it. */
export const appVersion: string | null = typeof __APP_VERSION__ === 'string' ? __APP_VERSION__ : null;
