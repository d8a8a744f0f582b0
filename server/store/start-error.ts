/** The reason why a command failed, in one line for the person at the terminal. It is printed without a stack trace. */
export class StartError extends Error {
  override name = 'StartError';
}
