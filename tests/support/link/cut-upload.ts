import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { LENGTH_HEADER, OFFSET_HEADER } from '#domain/protocol/photos.ts';
import type { Device, Photo } from '#tests/support/clients/device.ts';

const open = async (device: Device, target: string, headers: Record<string, string>): Promise<Socket> => {
  const { hostname, port } = new URL(device.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const lines = Object.entries({ host: `${hostname}:${port}`, ...device.headers(), ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${target} HTTP/1.1\r\n${head.join('')}\r\n`);
  return socket;
};

const cut = async (socket: Socket): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.resetAndDestroy();
  await new Promise((resolve) => setTimeout(resolve, 30));
};

/** Sends a body and cuts the connection in the middle. */
export const cutBody = async (device: Device, path: string, method = 'POST'): Promise<void> => {
  const socket = await open(device, `${method} ${path}`, { 'content-length': '1000' });
  socket.write('{"half":');
  await cut(socket);
};

/** Starts an upload and sends only its first bytes. */
export const beginUpload = async (
  device: Device,
  photo: Photo,
  sentBytes: number,
  { method = 'PUT', offset = 0, anew = false } = {},
): Promise<Socket> => {
  const socket = await open(device, `${method} /api/photos/${photo.manifest.sha256}`, {
    'content-length': String(photo.bytes.length - offset),
    ...(anew ? {} : { [OFFSET_HEADER]: String(offset) }),
    [LENGTH_HEADER]: String(photo.bytes.length),
  });
  await new Promise((resolve) => socket.write(photo.bytes.slice(offset, offset + sentBytes), resolve));
  return socket;
};

/** Starts an upload and cuts the connection. */
export const cutUpload = async (...upload: Parameters<typeof beginUpload>): Promise<void> =>
  cut(await beginUpload(...upload));

/** Starts an upload and cuts the connection once the server has some of its bytes. */
export const cutOnceSomeCame = async (...upload: Parameters<typeof beginUpload>): Promise<void> => {
  const [device, photo, , { offset: from = 0 } = {}] = upload;
  const socket = await beginUpload(...upload);
  for (let offset = from; offset <= from;)
    offset = (await device.asksFor([photo.manifest.sha256]))[0]!.offset;
  socket.resetAndDestroy();
};
