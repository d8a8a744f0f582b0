/**
 * A scripted phone that records every answer: it writes, sends, retries with the same ids and bytes, continues uploads with
 * `HEAD` and `PATCH`, sends `have` requests, and follows its cursor.
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

/** What the server has answered: verdicts by hash, and photos reported as stored. It must hold from then on. */
export type Answered = { readonly verdicts: Map<string, PushVerdict>; readonly stored: Set<string> };
export const nothingAnswered = (): Answered => ({ verdicts: new Map(), stored: new Set() });

type Upload = {
  readonly photo: Photo;
  tries: number;
  isThumbnailSent: boolean;
  isSent: boolean;
  isConfirmed: boolean;
};

/** Stored, partly stored, wrong offset, wrong hash: the phone goes on after each of them. */
const ANSWERS: ReadonlySet<number> = new Set([201, 204, 409, 422]);
/** The database is away, or the server is at its limit: the only refusal that is allowed. */
const BUSY = 503;
const PUSHED_AT_ONCE = 6;
const PHOTO_BYTES = 24_000;

export class FieldPhone {
  readonly answered = nothingAnswered();
  readonly written: Written[] = [];
  readonly copy = new Map<string, SubjectRow>();
  /** Requests open now. */
  open = 0;
  /** Requests without an answer, and those of them that the server had executed. */
  unanswered = 0;
  doneUnanswered = 0;
  /** Error answers of a running server, which no link and no kill can cause. */
  readonly refusals: string[] = [];
  /** Snapshots after the first: the server rejected the cursor. */
  resets = 0;
  /** Called at each answer about an event or a photo. */
  onAnswer: () => void = () => undefined;
  device: Device;
  /** The share of answers that the link loses. */
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

  /** Adds to the outbox: a report, sometimes with a note or photos, in either order. */
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
    // Of two reviewers who file the same case, the second is contested. Other roles are rejected.
    if (known !== undefined && random() < 0.4) events.push(await this.device.files(known));
    this.written.push(...events);
    this.#outbox.push(...events);
    for (const photo of photos)
      this.#uploads.push({ photo, tries: 0, isThumbnailSent: false, isSent: false, isConfirmed: false });
  }

  /** Sends the next item, in the order of a phone, or sometimes pulls. Throws without an answer. */
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
      this.answered.verdicts.set(verdict.hash, verdict);
      this.onAnswer();
      if (verdict.duplicate && wereTried[at]) this.doneUnanswered += 1;
    }
    this.#outbox.splice(0, batch.length);
  }

  async #sendsThumbnails(): Promise<void> {
    const waiting = this.#uploads.filter((upload) => !upload.isThumbnailSent).slice(0, 10);
    const answers = await this.#asks(() => this.device.sendsThumbnails(waiting.map(({ photo }) => photo)));
    for (const { sha256, stored } of answers) if (stored) this.answered.stored.add(sha256);
    for (const upload of waiting)
      upload.isThumbnailSent = this.answered.stored.has(upload.photo.manifest.thumbnail.sha256);
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
    // Some uploads continue only in part.
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
      this.answered.stored.add(sha256);
      this.onAnswer();
    }
    upload.isSent = response.status === 201;
  }

  async #confirms(): Promise<void> {
    const waiting = this.#uploads.filter((upload) => !upload.isConfirmed).slice(0, 60);
    if (waiting.length === 0) return;
    const hashes = waiting.flatMap(({ photo }) => [photo.manifest.sha256, photo.manifest.thumbnail.sha256]);
    const answers = await this.#asks(() => this.device.asksFor(hashes));
    const complete = new Set(answers.flatMap(({ sha256, state }) => (state === 'complete' ? sha256 : [])));
    for (const sha256 of complete) this.answered.stored.add(sha256);
    for (const upload of waiting) {
      const { sha256, thumbnail } = upload.photo.manifest;
      upload.isSent = complete.has(sha256);
      upload.isThumbnailSent = complete.has(thumbnail.sha256);
      upload.isConfirmed = upload.isSent && upload.isThumbnailSent;
    }
  }
}
