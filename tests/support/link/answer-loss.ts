/** A link that delivers every request and, on command, breaks at the first byte of the answer. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

export type AnswerLoss = {
  readonly url: string;
  /** Loses the next answer. Resolves when it is lost, after the server has begun to send it. */
  loseNext(): Promise<void>;
  close(): void;
};

export const openAnswerLoss = async (target: string): Promise<AnswerLoss> => {
  const port = Number(new URL(target).port);
  let onLost: (() => void) | null = null;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    near.pipe(far);
    far.on('data', (bytes: Buffer) => {
      if (!onLost) return near.write(bytes);
      onLost();
      onLost = null;
      near.resetAndDestroy();
      far.resetAndDestroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseNext: () =>
      new Promise((resolve) => {
        onLost = resolve;
      }),
    close: () => server.close(),
  };
};
