/**
 * Another browser, as far as the journey needs it: opens on a persistent profile, goes to an address and runs a function in the
 * page.
 */
export type EnginePage = {
  goto(url: string): Promise<void>;
  /** `work` is sent as text: it can use only its argument and the page. */
  run<A, T>(work: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  /** Ends the browser and waits until its process has ended. */
  close(): Promise<void>;
};

export type Engine = {
  readonly name: string;
  /** What is missing on this machine; null if it can run. */
  missing(): string | null;
  open(profileDir: string): Promise<EnginePage>;
};
