/**
 * A device that a test controls: signs in, writes and signs events, pushes, pulls and uploads over real HTTP. It takes
 * the protocol from `domain`, so that it deviates only on purpose.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { OFFSET_HEADER, type HaveAnswer, type HaveRequest } from '#domain/protocol/photos.ts';
import { pullAnswerSchema, type PullAnswer, type SubjectRow } from '#domain/protocol/pull.ts';
import type { OfferedEvent, PushVerdict } from '#domain/protocol/push.ts';
import { sessionAnswerSchema } from '#domain/protocol/session.ts';
import {
  deviceClient,
  deviceHeaders,
  deviceKey,
  enrolByCode,
  enrolDevice,
  openSession,
  readAnswer,
  UnexpectedAnswer,
  type DeviceKey,
  type Session,
  type TakeCode,
} from '#demo/device-client.ts';
import { aManifestPhoto, aReport, aSpot } from '#tests/support/data/a-case.ts';
import { newId } from '#tests/support/data/new-id.ts';
import type { EventOf, EventType, LedgerEvent } from '#domain/subjects.ts';
import type { Person } from '#domain/people/person.ts';
import { mintedCookie } from '#tests/support/servers/minted-sessions.ts';

export { newId };
export {
  cookiesOf,
  deviceKey,
  postSignIn,
  postTake,
  readAnswer,
  UnexpectedAnswer,
} from '#demo/device-client.ts';

export const sha256Of = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

export type Photo = {
  readonly bytes: Uint8Array;
  readonly thumbnail: Uint8Array;
  readonly manifest: ManifestPhoto;
};

/** Random bytes: the server stores and hashes them, and decodes none. */
export const takePhoto = (size = 40_000, role: ManifestPhoto['role'] = 'scene'): Photo => {
  const bytes = new Uint8Array(randomBytes(size));
  const thumbnail = new Uint8Array(randomBytes(2_000));
  return {
    bytes,
    thumbnail,
    manifest: aManifestPhoto({
      sha256: sha256Of(bytes),
      bytes: bytes.length,
      thumbnail: { sha256: sha256Of(thumbnail), bytes: thumbnail.length },
      role,
    }),
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

/** A report whose content does not matter. */
export const plainReport: ReportBody = aReport({
  hazard: 'EB02',
  spot: aSpot({ building: '3', unit: '1', floor: '2' }),
  description: '楼道里飞线充电',
});

/** Every row of a kind and form that this version reads. */
type ReadPage = Omit<PullAnswer, 'subjects'> & { readonly subjects: SubjectRow[] };

export type Device = {
  /** The same device, cookie and key, at another server. */
  at(url: string): Device;
  readonly url: string;
  readonly id: string;
  readonly person: Person;
  readonly cookie: string;
  /** The headers of every sync request. */
  headers(): Record<string, string>;
  request(path: string, init?: RequestInit): Promise<Response>;
  writes<T extends EventType>(
    type: T,
    caseId: string,
    body: EventOf<T>['body'],
    more?: Partial<Omit<LedgerEvent, 'type' | 'body' | 'photos'>> & { readonly photos?: readonly Photo[] },
  ): Promise<Written>;
  /** Signs any text, also if it is no event. */
  signs(text: string): Promise<SignedEvent>;
  reports(changes?: ReportChanges): Promise<Written>;
  resubmits(report: Written, changes: ReportChanges): Promise<Written>;
  notes(caseId: string, text: string): Promise<Written>;
  addsPhotos(caseId: string, photos: readonly Photo[]): Promise<Written>;
  files(caseId: string): Promise<Written>;
  dismisses(caseId: string, reason: string): Promise<Written>;
  pushes(...events: readonly OfferedEvent[]): Promise<readonly PushVerdict[]>;
  /** Pushes one event. */
  push(event: OfferedEvent): Promise<PushVerdict>;
  pulls(cursor?: string): Promise<ReadPage>;
  /** Pulls every page. Returns all rows with the last cursor. */
  pullsAll(cursor?: string): Promise<ReadPage>;
  asksFor(hashes: readonly string[], receipts?: HaveRequest['receipts']): Promise<HaveAnswer['photos']>;
  sendsThumbnails(photos: readonly Photo[]): Promise<readonly { sha256: string; stored: boolean }[]>;
  sendsPhoto(photo: Photo): Promise<Response>;
  resumesPhoto(photo: Photo, offset: number, end?: number): Promise<Response>;
  /** How many bytes the server has; null if the photo is unknown to it. */
  offsetOf(photo: Photo): Promise<number | null>;
};

type DeviceOptions = {
  readonly password?: string;
  readonly clock?: () => number;
  /** The clock offset that its events name. */
  readonly clockOffset?: number;
  readonly id?: string;
};

/** A session from the template if the server has one, and else a real sign-in. */
const sessionFor = async (url: string, username: string, password?: string): Promise<Session> => {
  const cookie = password === undefined ? mintedCookie(url, username) : null;
  if (cookie !== null) {
    const response = await fetch(`${url}/api/session`, { headers: { cookie } });
    if (response.ok) return { url, cookie, person: (await readAnswer(sessionAnswerSchema, response)).person };
  }
  return openSession(url, username, password ?? 'xunge-demo');
};

/** Signs in and enrols this device. Throws when the server refuses. */
export const signIn = async (url: string, username: string, options: DeviceOptions = {}): Promise<Device> => {
  const { id = randomUUID() } = options;
  const session = await sessionFor(url, username, options.password);
  const { publicKey, sign } = deviceKey();
  await enrolDevice(session, { id, label: `${username}'s phone`, publicKey });
  return deviceOf(session, { ...options, id }, sign);
};

type Enrolling = Omit<TakeCode, 'device' | 'sign'> & { readonly id?: string };

/** Enrols a new device by a code. Throws when the server refuses. */
export const enrol = async (url: string, { id = randomUUID(), ...request }: Enrolling): Promise<Device> => {
  const { publicKey, sign } = deviceKey();
  const device = { id, label: 'a phone', publicKey };
  return deviceOf(await enrolByCode(url, { ...request, device, sign }), { id }, sign);
};

/** A device with a session and a key. */
export const deviceOf = (
  session: Session,
  { id, clock = Date.now, clockOffset = 0 }: DeviceOptions & { readonly id: string },
  sign: DeviceKey['sign'],
): Device => {
  const { cookie, person } = session;
  const at = (url: string): Device => {
    const client = deviceClient({ ...session, url }, id);
    const { request } = client;
    const signs: Device['signs'] = async (text) => sign(text);
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
    const pushes: Device['pushes'] = (...events) =>
      client.push(events.map(({ text, signature, receipt }) => ({ text, signature, receipt })));
    const pulls: Device['pulls'] = async (cursor) =>
      (await readAnswer(
        pullAnswerSchema,
        await request(`/api/sync/pull${cursor ? `?cursor=${cursor}` : ''}`),
      )) as ReadPage;
    return {
      at,
      url,
      id,
      person,
      cookie,
      headers: () => deviceHeaders(session, id),
      request,
      writes,
      signs,
      reports,
      resubmits: (report, { photos = [], ...changes }) => {
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
      asksFor: client.have,
      sendsThumbnails: (photos) => client.sendThumbnails(photos.map((photo) => photo.thumbnail)),
      sendsPhoto: ({ manifest, bytes }) => client.sendPhoto('PUT', manifest.sha256, bytes),
      resumesPhoto: ({ manifest, bytes }, offset, end) =>
        client.sendPhoto('PATCH', manifest.sha256, bytes.slice(offset, end), offset),
      offsetOf: async (photo) => {
        const response = await request(`/api/photos/${photo.manifest.sha256}`, { method: 'HEAD' });
        if (response.status >= 500) throw new UnexpectedAnswer(response.status, response.url, '');
        return response.ok ? Number(response.headers.get(OFFSET_HEADER)) : null;
      },
    };
  };
  return at(session.url);
};
