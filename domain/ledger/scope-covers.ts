/** True when the grid code lies under one of the scope's prefixes. */
export const scopeCovers = (scope: readonly string[], gridCode: string): boolean =>
  scope.some((prefix) => gridCode.startsWith(prefix));
