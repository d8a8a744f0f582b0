/** Words that many cases share, as small numbers. 0 means none. */
export type Codes = {
  readonly words: readonly string[];
  /** Returns the number of a word; a new word gets a new number. */
  readonly take: (word: string | null) => number;
  /** -1 for a word that no case has used. */
  readonly find: (word: string) => number;
};

export const createCodes = (): Codes => {
  const words = [''];
  const codes = new Map<string, number>();
  return {
    words,
    take: (word) => {
      if (word === null) return 0;
      const known = codes.get(word);
      if (known !== undefined) return known;
      codes.set(word, words.length);
      return words.push(word) - 1;
    },
    find: (word) => codes.get(word) ?? -1,
  };
};
