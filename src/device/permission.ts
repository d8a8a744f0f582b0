/**
 * Calls back when the person may have changed a permission: on the return to the page, for example from the settings, and
 * when the browser reports another permission. Returns a function that ends it.
 */
export const onPermissionReturn = (name: 'camera' | 'geolocation', call: () => void): (() => void) => {
  const ended = new AbortController();
  const { signal } = ended;
  const callIfVisible = (): void => {
    if (document.visibilityState === 'visible') call();
  };
  document.addEventListener('visibilitychange', callIfVisible, { signal });
  // Not every browser has the query, or knows this permission.
  navigator.permissions?.query({ name: name as PermissionName }).then(
    (permission) => permission.addEventListener('change', callIfVisible, { signal }),
    () => {},
  );
  return () => ended.abort();
};
