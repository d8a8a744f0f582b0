/**
 * A phone that works in the field and keeps what it was told: it writes, sends, retries with the same ids and bytes,
 * asks `HEAD` and goes on with `PATCH`, asks `have`, and follows its cursor.
 */
import type { SubjectRow } from '#domain/protocol/pull.ts';
import type { PushVerdict } from '#domain/protocol/push.ts';
import {
  takePhoto,
  UnexpectedAnswer,
  type Device,
  type Photo,
  type Written,
} from '#tests/support/clients/device.ts';

/** What a server has said to anybody: it must stay true. */
export type Told = { readonly verdicts: Map<string, PushVerdict>; readonly stored: Set<string> };
export const nothingTold = (): Told => ({ verdicts: new Map(), stored: new Set() });

type Upload = {
  readonly photo: Photo;
  tries: number;
  isThumbnailSent: boolean;
  isSent: boolean;
  isConfirmed: boolean;
};

/** Stored, a part of it stored, another offset, other bytes than those named: each leads on by itself. */
const ANSWERS: ReadonlySet<number> = new Set([201, 204, 409, 422]);
/** Its database is away, or it is at its limit: the one thing a server may say instead. */
const BUSY = 503;
const PUSHED_AT_ONCE = 6;
const PHOTO_BYTES = 24_000;

export class FieldPhone {
  readonly told = nothingTold();
  readonly written: Written[] = [];
  readonly copy = new Map<string, SubjectRow>();
  /** Requests under way now. */
  open = 0;
  /** Requests that got no answer, and those of them whose work the server had done all the same. */
  unanswered = 0;
  doneUnanswered = 0;
  /** What a server that was there said instead of an answer: nothing a link or a kill can do. */
  readonly refusals: string[] = [];
  /** Snapshots after the first: a cursor that did not fit any more. */
  resets = 0;
  /** Called when it is told of an event or a photo. */
  heard: () => void = () => undefined;
  device: Device;
  /** The share of answers that the link loses on their way. */
  lossy = 0;
  readonly #random: () => number;
  readonly #outbox: Written[] = [];
  readonly #uploads: Upload[] = [];
  readonly #triedHashes = new Set<string>();
  #cursor: string | undefined;

  constructor(device: Device, random: () => number) {
    this.device = device;
    this.#random = random;
  }

  isDone(): boolean {
    return this.#outbox.length === 0 && this.#uploads.every((upload) => upload.isConfirmed);
  }

  photos(): readonly Photo[] {
    return this.#uploads.map((upload) => upload.photo);
  }

  /** Something new for the outbox: mostly a report, sometimes with what follows it, in either order. */
  async writes(): Promise<void> {
    const random = this.#random;
    const photos = Array.from({ length: Math.floor(random() * 3) }, () =>
      takePhoto(1 + Math.floor(random() * PHOTO_BYTES)),
    );
    const report = await this.device.reports({ photos });
    const events = [report];
    if (random() < 0.3) events.push(await this.device.notes(report.caseId, '物业已到场'));
    if (random() < 0.2) {
      const later = takePhoto(1 + Math.floor(random() * PHOTO_BYTES));
      events.push(await this.device.addsPhotos(report.caseId, [later]));
      photos.push(later);
    }
    if (random() < 0.2) events.reverse();
    const seen = [...this.copy.keys()];
    const known = seen[Math.floor(random() * seen.length)];
    // Two reviewers may file the same case: the second is contested; others may not, and are rejected.
    if (known !== undefined && random() < 0.4) events.push(await this.device.files(known));
    this.written.push(...events);
    this.#outbox.push(...events);
    for (const photo of photos)
      this.#uploads.push({ photo, tries: 0, isThumbnailSent: false, isSent: false, isConfirmed: false });
  }

  /** The next thing to send, in the order of a phone; a pull now and then. Throws when no answer came. */
  async sends(): Promise<void> {
    if (this.#random() < 0.1) return this.pulls();
    if (this.#outbox.length > 0) return this.#pushes();
    if (this.#uploads.some((upload) => !upload.isThumbnailSent)) return this.#sendsThumbnails();
    const waiting = this.#uploads.find((upload) => !upload.isSent);
    return waiting ? this.#sendsPhoto(waiting) : this.#confirms();
  }

  async pulls(): Promise<void> {
    for (;;) {
      const page = await this.#asks(() => this.device.pulls(this.#cursor));
      if (page.reset && this.#cursor !== undefined) this.resets += 1;
      for (const row of page.subjects) this.copy.set(row.subject.id, row);
      for (const { id } of page.gone) this.copy.delete(id);
      this.#cursor = page.cursor;
      if (!page.more) return;
    }
  }

  async #asks<T>(request: () => Promise<T>): Promise<T> {
    this.open += 1;
    try {
      const answer = await request();
      if (this.#random() < this.lossy) throw new Error('the answer was lost');
      return answer;
    } catch (error) {
      this.unanswered += 1;
      if (error instanceof UnexpectedAnswer && error.status !== BUSY) this.refusals.push(error.message);
      throw error;
    } finally {
      this.open -= 1;
    }
  }

  async #pushes(): Promise<void> {
    const batch = this.#outbox.slice(0, 1 + Math.floor(this.#random() * PUSHED_AT_ONCE));
    const wereTried = batch.map(({ hash }) => this.#triedHashes.has(hash));
    for (const { hash } of batch) this.#triedHashes.add(hash);
    const verdicts = await this.#asks(() => this.device.pushes(...batch));
    for (const [at, verdict] of verdicts.entries()) {
      this.told.verdicts.set(verdict.hash, verdict);
      this.heard();
      if (verdict.duplicate && wereTried[at]) this.doneUnanswered += 1;
    }
    this.#outbox.splice(0, batch.length);
  }

  async #sendsThumbnails(): Promise<void> {
    const waiting = this.#uploads.filter((upload) => !upload.isThumbnailSent).slice(0, 10);
    const answers = await this.#asks(() => this.device.sendsThumbnails(waiting.map(({ photo }) => photo)));
    for (const { sha256, stored } of answers) if (stored) this.told.stored.add(sha256);
    for (const upload of waiting)
      upload.isThumbnailSent = this.told.stored.has(upload.photo.manifest.thumbnail.sha256);
  }

  async #sendsPhoto(upload: Upload): Promise<void> {
    const { photo } = upload;
    const { sha256, bytes } = photo.manifest;
    let offset = 0;
    if (upload.tries++ > 0) {
      offset = (await this.#asks(() => this.device.offsetOf(photo))) ?? 0;
      if (offset === bytes) {
        this.doneUnanswered += 1;
        upload.isSent = true;
        return;
      }
    }
    // Some links carry only a part at a time.
    const end = offset > 0 && this.#random() < 0.3 ? Math.ceil((offset + bytes) / 2) : bytes;
    const response = await this.#asks(async () => {
      const answer = await (offset === 0
        ? this.device.sendsPhoto(photo)
        : this.device.resumesPhoto(photo, offset, end));
      const text = await answer.text();
      if (!ANSWERS.has(answer.status)) throw new UnexpectedAnswer(answer.status, answer.url, text);
      return answer;
    });
    if (response.status === 201) {
      this.told.stored.add(sha256);
      this.heard();
    }
    upload.isSent = response.status === 201;
  }

  async #confirms(): Promise<void> {
    const waiting = this.#uploads.filter((upload) => !upload.isConfirmed).slice(0, 60);
    if (waiting.length === 0) return;
    const hashes = waiting.flatMap(({ photo }) => [photo.manifest.sha256, photo.manifest.thumbnail.sha256]);
    const answers = await this.#asks(() => this.device.asksFor(hashes));
    const complete = new Set(answers.flatMap(({ sha256, state }) => (state === 'complete' ? sha256 : [])));
    for (const sha256 of complete) this.told.stored.add(sha256);
    for (const upload of waiting) {
      const { sha256, thumbnail } = upload.photo.manifest;
      upload.isSent = complete.has(sha256);
      upload.isThumbnailSent = complete.has(thumbnail.sha256);
      upload.isConfirmed = upload.isSent && upload.isThumbnailSent;
    }
  }
}
