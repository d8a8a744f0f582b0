/**
 * Whether the error means that there was no space. Dexie wraps the browser's QuotaExceededError: in the AbortError of
 * the transaction when the browser detects it at the end, in a BulkError when the write itself fails.
 */
export const isQuotaError = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false;
  const { name, inner, failures } = error as { name?: unknown; inner?: unknown; failures?: unknown };
  if (name === 'QuotaExceededError' || isQuotaError(inner)) return true;
  return Array.isArray(failures) && failures.some(isQuotaError);
};
