/** A device with a stream of `/api/live`, over real HTTP. */
import type { Device } from './device.ts';

export class LiveListener {
  readonly status: number;
  readonly headers: Headers;
  /** Everything received, unparsed. */
  text = '';
  /** Resolves when the stream has ended, by either side. */
  readonly ended: Promise<void>;
  #hear = (): void => {};
  readonly #hangUp: AbortController;

  private constructor(response: Response, hangUp: AbortController) {
    this.status = response.status;
    this.headers = response.headers;
    this.#hangUp = hangUp;
    this.ended = this.#read(response).catch(() => {});
  }

  static async open(device: Device, headers: Record<string, string> = {}): Promise<LiveListener> {
    const hangUp = new AbortController();
    return new LiveListener(await device.request('/api/live', { headers, signal: hangUp.signal }), hangUp);
  }

  async #read(response: Response): Promise<void> {
    const utf8 = new TextDecoder();
    for await (const chunk of response.body!) {
      this.text += utf8.decode(chunk as Uint8Array, { stream: true });
      this.#hear();
    }
  }

  /** How many times it received "changed". */
  get news(): number {
    return this.text.split('data: changed\n\n').length - 1;
  }

  get heartbeats(): number {
    return this.text.split(/^:\n\n/m).length - 1;
  }

  /** Waits until the condition is met. The time limit of the test ends the wait. */
  async until(isSo: (listener: this) => boolean): Promise<void> {
    while (!isSo(this))
      await new Promise<void>((resolve) => {
        this.#hear = resolve;
      });
  }

  hangsUp(): void {
    this.#hangUp.abort();
  }
}
