/** 1234567 as `1 234 567`. */
export const wholeNumber = (value: number): string =>
  Math.round(value).toLocaleString('en').replaceAll(',', ' ');

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
