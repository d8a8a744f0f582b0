/**
 * The rows of a phone with the first version of the app, exactly as that version wrote them. Frozen: nothing here
 * follows the product, so that an upgrade is tested on real old data.
 */
import { makeDeviceKey, signEvent } from '#storage/person/device-key.ts';

type Author = { readonly id: string; readonly device: string };
const AT = Date.UTC(2025, 4, 5, 1);

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const hashOf = async (data: ArrayBuffer): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', data)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

const photoOf = async () => {
  const [data, small] = [random(1500).buffer, random(200).buffer];
  const [sha256, thumbnail] = [await hashOf(data), await hashOf(small)];
  const manifest = {
    sha256,
    bytes: 1500,
    width: 1600,
    height: 1200,
    thumbnail: { sha256: thumbnail, bytes: 200 },
    role: 'scene',
    source: 'camera',
    takenAt: '2025-05-05T09:00:00',
    position: null,
  };
  const bytes = [
    { sha256, data },
    { sha256: thumbnail, data: small },
  ];
  return { manifest, bytes };
};

const spot = { placeId: null, placeName: '', building: '3', unit: '1', floor: '2', detail: '楼道' };

const reportOf = async ({ id: author, device }: Author, order: number, key: CryptoKey) => {
  const taken = order % 5 === 0 ? await photoOf() : null;
  const at = AT + order * 60_000;
  const event = {
    v: 1,
    id: crypto.randomUUID(),
    author,
    device,
    at,
    clockOffset: 1500,
    type: 'case.reported',
    subject: { kind: 'case', id: crypto.randomUUID() },
    photos: taken ? [taken.manifest] : [],
    body: {
      hazard: 'EB01',
      severity: 'major',
      channel: 'patrol',
      grid: null,
      spot,
      position: null,
      noPosition: 'indoors',
      description: `第 ${order} 件，楼道充电`,
      handled: false,
    },
  };
  const { text, signature, hash } = await signEvent(event, key);
  const outbox = {
    eventId: event.id,
    order,
    subjectKey: `case:${event.subject.id}`,
    text,
    signature,
    hash,
    event,
    savedAt: at,
    unsent: 1,
    verdict: null,
    reason: null,
    seq: null,
    receivedAt: null,
    receipt: null,
    tries: order % 3,
    lastError: null,
    replacedBy: null,
  };
  const photo = taken && {
    sha256: taken.manifest.sha256,
    events: [event.id],
    order,
    bytes: taken.manifest.bytes,
    state: 'waiting',
    thumbnail: taken.manifest.thumbnail.sha256,
    thumbnailBytes: taken.manifest.thumbnail.bytes,
    thumbnailState: 'waiting',
    sent: 0,
    tries: 0,
    lastError: null,
    confirmedAt: null,
    receipt: null,
  };
  return { outbox, photo, bytes: taken?.bytes ?? [] };
};

const draftOf = async (order: number) => {
  const { manifest, bytes } = await photoOf();
  const form = {
    family: 'gas',
    hazard: null,
    severity: null,
    spot,
    chosenPosition: null,
    fix: { lat: 39.9, lon: 116.4, accuracyMetres: 12, at: AT },
    noPosition: null,
    description: `写了一半的第 ${order} 件`,
    handled: false,
  };
  const id = crypto.randomUUID();
  const draft = {
    id,
    caseId: crypto.randomUUID(),
    updatedAt: AT + order,
    form,
    photos: [manifest],
    replaces: null,
  };
  return { draft, bytes };
};

/** The stores of the first version. */
export const firstVersion = {
  outbox: 'eventId, order, unsent, subjectKey',
  photos: 'sha256, state, thumbnailState, order, *events',
  photoBytes: 'sha256',
  drafts: 'id, updatedAt',
  subjects: 'key, seq',
  reference: '[kind+id]',
  meta: 'key',
};

/** `reports` unsent reports, every fifth with a photo, two drafts, and the rows of a pull. */
export const firstVersionRows = async (author: Author, reports: number, deviceKey?: CryptoKey) => {
  const key = deviceKey ?? (await makeDeviceKey()).key;
  const numbers = Array.from({ length: reports }, (_, at) => at + 1);
  const reportRows = await Promise.all(numbers.map((order) => reportOf(author, order, key)));
  const drafts = await Promise.all([draftOf(1), draftOf(2)]);
  return {
    outbox: reportRows.map(({ outbox }) => outbox),
    photos: reportRows.flatMap(({ photo }) => photo ?? []),
    photoBytes: [...reportRows, ...drafts].flatMap(({ bytes }) => bytes),
    drafts: drafts.map(({ draft }) => draft),
    reference: [
      {
        kind: 'grid',
        id: '110105001001001',
        seq: 3,
        value: { code: '110105001001001' },
        snapshot: 1,
      },
    ],
    meta: [
      { key: 'snapshot', value: 1 },
      { key: 'swept', value: 1 },
      { key: 'lastContact', value: AT },
    ],
  };
};
