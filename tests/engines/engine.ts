/**
 * A browser of another make, as far as the journey needs it: it opens on a profile that outlives it, goes to an
 * address and runs a function in the page.
 */
export type EnginePage = {
  goto(url: string): Promise<void>;
  /** `work` is sent as text: it may use its argument and the page, nothing else. */
  run<A, T>(work: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  /** Ends the browser and waits until it has gone. */
  close(): Promise<void>;
};

export type Engine = {
  readonly name: string;
  /** What has to be installed for it, or null when it is there. */
  missing(): string | null;
  open(profileDir: string): Promise<EnginePage>;
};
