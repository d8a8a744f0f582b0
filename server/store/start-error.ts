/** Why the server cannot start, in one line for the person at the terminal: no stack trace follows it. */
export class StartError extends Error {
  override name = 'StartError';
}
