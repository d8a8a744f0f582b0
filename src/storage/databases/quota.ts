/**
 * Was there no room? Dexie wraps the browser's QuotaExceededError: in the AbortError of the transaction where the
 * browser notices at the end, in a BulkError where the write itself fails.
 */
export const isQuotaError = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false;
  const { name, inner, failures } = error as { name?: unknown; inner?: unknown; failures?: unknown };
  if (name === 'QuotaExceededError' || isQuotaError(inner)) return true;
  return Array.isArray(failures) && failures.some(isQuotaError);
};
