/**
 * What the app needs of the browser, by a test of each feature. A report needs it on every screen; the desk needs the
 * popover too. README names the same versions.
 */
export const oldestVersions = {
  reports: { chromium: '108', safari: '16.4', firefox: '121' },
  desk: { chromium: '114', safari: '17', firefox: '125' },
} as const;

export type OldBrowserPage = {
  readonly isSecureContext: boolean;
  readonly navigator: { readonly locks?: unknown };
  readonly Array: { readonly prototype: object };
  readonly OffscreenCanvas?: { readonly prototype: object } | undefined;
  readonly HTMLElement: { readonly prototype: object };
  readonly CSS: { supports(condition: string): boolean };
};

/** What this browser is too old for: reports, the desk only, or nothing (null). */
export const tooOldFor = (page: OldBrowserPage = window): 'reports' | 'desk' | null => {
  const hasReports =
    'findLast' in page.Array.prototype &&
    // Photos are made smaller in a worker.
    page.OffscreenCanvas !== undefined &&
    'convertToBlob' in page.OffscreenCanvas.prototype &&
    // Without HTTPS no browser has locks; that has its own message.
    (page.navigator.locks !== undefined || !page.isSecureContext) &&
    // The chosen button of a form, and the height of the camera.
    page.CSS.supports('selector(:has(*))') &&
    page.CSS.supports('height: 1dvh');
  if (!hasReports) return 'reports';
  return 'popover' in page.HTMLElement.prototype ? null : 'desk';
};
