import type { Transport, TransportRequest } from '#sync/transport/transport.ts';

/** Replaces the requests of the page by a transport of the test. */
export const xhrOver = (transport: Transport): new () => EventTarget =>
  class extends EventTarget {
    readonly upload = new EventTarget();
    status = 0;
    response = new ArrayBuffer(0);
    responseType = '';
    #request: Pick<TransportRequest, 'method' | 'path'> = { method: 'GET', path: '' };
    readonly #headers: Record<string, string> = {};
    #header: (name: string) => string | null = () => null;
    open(method: TransportRequest['method'], path: string): void {
      this.#request = { method, path };
    }
    setRequestHeader(name: string, value: string): void {
      this.#headers[name] = value;
    }
    getResponseHeader(name: string): string | null {
      return this.#header(name);
    }
    send(body: string | ArrayBuffer | null): void {
      const request = { ...this.#request, headers: this.#headers, timeoutMillis: 1000 };
      void transport(body === null ? request : { ...request, body }).then((answered) => {
        if (answered.ok) {
          this.status = answered.value.status;
          this.response = answered.value.bytes;
          this.#header = answered.value.header;
        }
        this.dispatchEvent(new Event(answered.ok ? 'load' : 'error'));
      });
    }
    abort(): void {
      this.dispatchEvent(new Event('abort'));
    }
  };
