/**
 * A field device in the user's words, over real HTTP: it signs in, makes its key, signs events, pushes, pulls and
 * uploads. What it knows of the protocol it takes from `domain`, so it can be wrong on purpose only.
 */
import { createHash, randomBytes, randomUUID, webcrypto } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import {
  haveAnswerSchema,
  OFFSET_HEADER,
  packThumbnails,
  thumbnailsAnswerSchema,
  type HaveAnswer,
  type HaveRequest,
} from '#domain/protocol/photos.ts';
import { parseAnswer } from '#domain/protocol/answer.ts';
import { pullAnswerSchema, type PullAnswer, type SubjectRow } from '#domain/protocol/pull.ts';
import { pushAnswerSchema, type OfferedEvent, type PushVerdict } from '#domain/protocol/push.ts';
import { sessionAnswerSchema } from '#domain/protocol/session.ts';
import { DEVICE_HEADER, PERSON_HEADER, PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import type { EventOf, EventType, LedgerEvent } from '#domain/subjects.ts';
import type { Person } from '#domain/people/person.ts';

export const sha256Of = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

export const newId = (at = Date.now()): string => uuidV7(at, randomBytes(10));

export type Photo = {
  readonly bytes: Uint8Array;
  readonly thumbnail: Uint8Array;
  readonly manifest: ManifestPhoto;
};

/** Invented bytes: the server stores and hashes them, it never looks inside. */
export const takePhoto = (size = 40_000, role: ManifestPhoto['role'] = 'scene'): Photo => {
  const bytes = new Uint8Array(randomBytes(size));
  const thumbnail = new Uint8Array(randomBytes(2_000));
  return {
    bytes,
    thumbnail,
    manifest: {
      sha256: sha256Of(bytes),
      bytes: bytes.length,
      width: 1600,
      height: 1200,
      thumbnail: { sha256: sha256Of(thumbnail), bytes: thumbnail.length },
      role,
      source: 'camera',
      takenAt: null,
      position: null,
    },
  };
};

export type Written = SignedEvent & {
  readonly event: LedgerEvent;
  readonly hash: string;
  readonly caseId: string;
};

type ReportBody = EventOf<'case.reported'>['body'];
export type ReportChanges = Partial<ReportBody> & {
  readonly photos?: readonly Photo[];
  readonly caseId?: string;
};

/** What a report says where it does not matter. */
export const plainReport: ReportBody = {
  hazard: 'EB02',
  severity: 'major',
  channel: 'patrol',
  grid: null,
  spot: { placeId: null, placeName: '', building: '3', unit: '1', floor: '2', detail: '' },
  position: null,
  noPosition: 'indoors',
  description: '楼道里飞线充电',
  handled: false,
};

/** What came back is not what was asked for: a server answered all the same, or somebody in its place. */
export class OtherAnswer extends Error {
  constructor(
    readonly status: number,
    url: string,
    text: string,
  ) {
    super(`${status} ${url}: ${text.slice(0, 300)}`);
  }
}

/** Throws when it is no answer, or not of this kind. */
export const readAnswer = async <S extends Parameters<typeof parseAnswer>[0]>(
  schema: S,
  response: Response,
) => {
  const text = await response.text();
  const parsed = parseAnswer(schema, text);
  if (!response.ok || !parsed.ok) throw new OtherAnswer(response.status, response.url, text);
  return parsed.value;
};

/** The cookies of an answer, as a browser would send them back. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

export const postSignIn = (url: string, username: string, password: string): Promise<Response> =>
  fetch(`${url}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username, password }),
  });

/** Every row of a kind and form that this version reads. */
type ReadPage = Omit<PullAnswer, 'subjects'> & { readonly subjects: SubjectRow[] };

export type Device = {
  /** The same device, cookie and key, talking to another server. */
  at(url: string): Device;
  readonly url: string;
  readonly id: string;
  readonly person: Person;
  readonly cookie: string;
  /** What every sync request carries. */
  headers(): Record<string, string>;
  request(path: string, init?: RequestInit): Promise<Response>;
  writes<T extends EventType>(
    type: T,
    caseId: string,
    body: EventOf<T>['body'],
    more?: Partial<Omit<LedgerEvent, 'type' | 'body' | 'photos'>> & { readonly photos?: readonly Photo[] },
  ): Promise<Written>;
  /** Signs any text, an event or not. */
  signs(text: string): Promise<SignedEvent>;
  reports(changes?: ReportChanges): Promise<Written>;
  mends(report: Written, changes: ReportChanges): Promise<Written>;
  notes(caseId: string, text: string): Promise<Written>;
  addsPhotos(caseId: string, photos: readonly Photo[]): Promise<Written>;
  files(caseId: string): Promise<Written>;
  dismisses(caseId: string, reason: string): Promise<Written>;
  pushes(...events: readonly OfferedEvent[]): Promise<readonly PushVerdict[]>;
  /** One event, one verdict. */
  push(event: OfferedEvent): Promise<PushVerdict>;
  pulls(cursor?: string): Promise<ReadPage>;
  /** Every page until there is no more; the last cursor with them. */
  pullsAll(cursor?: string): Promise<ReadPage>;
  asksFor(hashes: readonly string[], receipts?: HaveRequest['receipts']): Promise<HaveAnswer['photos']>;
  sendsThumbnails(photos: readonly Photo[]): Promise<readonly { sha256: string; stored: boolean }[]>;
  sendsPhoto(photo: Photo): Promise<Response>;
  resumesPhoto(photo: Photo, offset: number, end?: number): Promise<Response>;
  /** The offset the server tells, or null when it knows nothing of the photo. */
  offsetOf(photo: Photo): Promise<number | null>;
};

type DeviceOptions = {
  readonly password?: string;
  readonly clock?: () => number;
  /** What it believes its clock to be off. */
  readonly clockOffset?: number;
  readonly id?: string;
};

const makeKey = () =>
  webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);

/** Signs in and enrols this device. Throws when the server refuses. */
export const signIn = async (url: string, username: string, options: DeviceOptions = {}): Promise<Device> => {
  const { password = 'xunge-demo', clock = Date.now, clockOffset = 0, id = randomUUID() } = options;
  const signedIn = await postSignIn(url, username, password);
  const cookie = cookiesOf(signedIn);
  const { person } = await readAnswer(sessionAnswerSchema, signedIn);
  const key = await makeKey();
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', key.publicKey);
  const enrolled = await fetch(`${url}/api/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ id, label: `${username}'s phone`, publicKey: { kty, crv, x, y } }),
  });
  if (!enrolled.ok) throw new Error(`device not enrolled: ${enrolled.status} ${await enrolled.text()}`);

  const at = (url: string): Device => {
    const headers = () => ({ cookie, [PERSON_HEADER]: person.id, [DEVICE_HEADER]: id });
    const request: Device['request'] = (path, init = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: { ...headers(), ...(init.headers as Record<string, string> | undefined) },
      });
    const signs: Device['signs'] = async (text) => {
      const signature = await webcrypto.subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        key.privateKey,
        Buffer.from(text, 'utf8'),
      );
      return { text, signature: Buffer.from(signature).toString('base64url') };
    };
    const writes: Device['writes'] = async (type, caseId, body, more = {}) => {
      const { photos = [], ...rest } = more;
      const event = {
        v: 1,
        id: newId(clock()),
        type,
        subject: { kind: 'case', id: caseId },
        author: person.id,
        device: id,
        at: clock(),
        clockOffset,
        photos: photos.map((photo) => photo.manifest),
        body,
        ...rest,
      } as unknown as LedgerEvent;
      const signed = await signs(JSON.stringify(event));
      return { ...signed, event, hash: sha256Of(signed.text), caseId };
    };
    const reports: Device['reports'] = ({ photos = [], caseId, ...body } = {}) =>
      writes('case.reported', caseId ?? newId(clock()), { ...plainReport, ...body }, { photos });
    const pushes: Device['pushes'] = async (...events) => {
      const body = JSON.stringify({
        protocol: PROTOCOL_VERSION,
        unsent: events.length,
        events: events.map(({ text, signature, receipt }) => ({ text, signature, receipt })),
      });
      const response = await request('/api/sync/push', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: new Uint8Array(gzipSync(body)),
      });
      return (await readAnswer(pushAnswerSchema, response)).verdicts;
    };
    const pulls: Device['pulls'] = async (cursor) =>
      (await readAnswer(
        pullAnswerSchema,
        await request(`/api/sync/pull${cursor ? `?cursor=${cursor}` : ''}`),
      )) as ReadPage;
    const upload = (photo: Photo, method: string, offset: number, end?: number) =>
      request(`/api/photos/${photo.manifest.sha256}`, {
        method,
        headers: {
          'content-type': 'application/octet-stream',
          ...(method === 'PATCH' ? { [OFFSET_HEADER]: String(offset) } : {}),
        },
        body: photo.bytes.slice(offset, end),
      });

    return {
      at,
      url,
      id,
      person,
      cookie,
      headers,
      request,
      writes,
      signs,
      reports,
      mends: (report, { photos = [], ...changes }) => {
        const { body } = report.event as EventOf<'case.reported'>;
        return writes(
          'case.reported',
          report.caseId,
          { ...body, ...changes },
          { photos, replaces: report.event.id },
        );
      },
      notes: (caseId, text) => writes('case.noted', caseId, { text }),
      addsPhotos: (caseId, photos) => writes('case.photoAdded', caseId, { text: '' }, { photos }),
      files: (caseId) => writes('case.filed', caseId, { text: '' }),
      dismisses: (caseId, text) => writes('case.dismissed', caseId, { text }),
      pushes,
      push: async (event) => (await pushes(event))[0]!,
      pulls,
      pullsAll: async (cursor) => {
        let page = await pulls(cursor);
        const all = {
          ...page,
          subjects: [...page.subjects],
          reference: [...page.reference],
          gone: [...page.gone],
        };
        while (page.more) {
          page = await pulls(page.cursor);
          all.subjects.push(...page.subjects);
          all.reference.push(...page.reference);
          all.gone.push(...page.gone);
        }
        return { ...all, more: false, cursor: page.cursor };
      },
      asksFor: async (hashes, receipts) =>
        (
          await readAnswer(
            haveAnswerSchema,
            await request('/api/photos/have', { method: 'POST', body: JSON.stringify({ hashes, receipts }) }),
          )
        ).photos,
      sendsThumbnails: async (photos) =>
        (
          await readAnswer(
            thumbnailsAnswerSchema,
            await request('/api/photos/thumbnails', {
              method: 'POST',
              headers: { 'content-type': 'application/octet-stream' },
              body: new Uint8Array(packThumbnails(photos.map((photo) => photo.thumbnail))),
            }),
          )
        ).thumbnails,
      sendsPhoto: (photo) => upload(photo, 'PUT', 0),
      resumesPhoto: (photo, offset, end) => upload(photo, 'PATCH', offset, end),
      offsetOf: async (photo) => {
        const response = await request(`/api/photos/${photo.manifest.sha256}`, { method: 'HEAD' });
        if (response.status >= 500) throw new OtherAnswer(response.status, response.url, '');
        return response.ok ? Number(response.headers.get(OFFSET_HEADER)) : null;
      },
    };
  };
  return at(url);
};
