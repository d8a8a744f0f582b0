import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Bytes } from '#domain/base/units.ts';
import type { AppContext } from './services.ts';

const unzip = promisify(gunzip);

/** So much of a refused body is read and discarded, so that the client can read the refusal. Then the connection is cut. */
const MAX_DRAIN_BYTES: Bytes = 32 * 1024 * 1024;

export const bodyOf = (c: AppContext): IncomingMessage => c.env.incoming as IncomingMessage;

export const discard = (body: Readable): void => {
  let size = 0;
  body.on('error', () => undefined);
  body.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_DRAIN_BYTES) body.destroy();
  });
};

/**
 * Closes the connection after the answer: the rest of the body would only use up the link. A client that is still writing
 * can lose the answer. Only for requests whose client then asks for the state, as an upload does.
 */
export const closeConnection = (c: AppContext): void => {
  const { incoming, outgoing } = c.env;
  c.header('connection', 'close');
  outgoing.once('finish', () => {
    if (!incoming.complete) incoming.socket.destroy();
  });
};

const readLimited = async (body: IncomingMessage, limit: Bytes): Promise<Result<Buffer, ErrorCode>> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        discard(body);
        return err('tooLarge');
      }
      chunks.push(chunk);
    }
    return ok(Buffer.concat(chunks));
  } catch {
    return err('malformed');
  }
};

/** The whole body, at most `limit` bytes. Errors: tooLarge; malformed if the connection was cut. */
export const readBytes = (c: AppContext, limit: Bytes): Promise<Result<Buffer, ErrorCode>> => {
  const limited = readLimited(bodyOf(c), limit);
  return c.get('slot')?.releaseWhile(limited) ?? limited;
};

const inflate = async (bytes: Buffer, limit: Bytes): Promise<Result<Buffer, ErrorCode>> => {
  try {
    return ok(await unzip(bytes, { maxOutputLength: limit }));
  } catch (error) {
    return err((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'malformed');
  }
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body as text; gzip is allowed, and both sizes are limited. Errors: tooLarge, malformed. */
export const readText = async (
  c: AppContext,
  limit: Bytes,
  inflatedLimit: Bytes = limit,
): Promise<Result<string, ErrorCode>> => {
  if (!encodings.includes(encodingOf(c))) return err('malformed');
  const raw = await readBytes(c, limit);
  return raw.ok ? textOf(c, raw.value, inflatedLimit) : raw;
};

const encodings = ['identity', 'gzip'];
const encodingOf = (c: AppContext): string => c.req.header('content-encoding') ?? 'identity';

/** The text of a body that was read as it was sent. Errors: tooLarge, malformed. */
export const textOf = async (
  c: AppContext,
  body: Buffer,
  inflatedLimit: Bytes,
): Promise<Result<string, ErrorCode>> => {
  if (!encodings.includes(encodingOf(c))) return err('malformed');
  const bytes = encodingOf(c) === 'gzip' ? await inflate(body, inflatedLimit) : ok(body);
  if (!bytes.ok) return bytes;
  try {
    return ok(utf8.decode(bytes.value));
  } catch {
    return err('malformed');
  }
};
