import type { Sha256 } from '#domain/base/units.ts';
import type { PhotoRow } from '#storage/databases/main-db.ts';
import type { PhoneDisk } from './phone-disk.ts';

/**
 * Photos that a phone freed after a receipt, with the epoch of its last complete run: a server that is restored later may
 * not have them. After a crash between deletion and update, a photo row is still `confirmed`; it then counts as freed if
 * it had its receipt while its bytes were on the phone.
 */
export class FreedPhotos {
  readonly #epochs = new Map<Sha256, number>();
  readonly #hereWithReceipt = new Set<Sha256>();

  note(disk: PhoneDisk, doneEpoch: number): void {
    const here = new Set(disk.rows<{ sha256: Sha256 }>('photoBytes').map((row) => row.sha256));
    for (const { sha256, state } of disk.rows<PhotoRow>('photos'))
      if (here.has(sha256)) {
        this.#epochs.delete(sha256);
        if (state === 'confirmed') this.#hereWithReceipt.add(sha256);
      } else if (state === 'freed' || (state === 'confirmed' && this.#hereWithReceipt.has(sha256)))
        if (!this.#epochs.has(sha256)) this.#epochs.set(sha256, doneEpoch);
  }

  isBefore(sha256: Sha256, epoch: number): boolean {
    return (this.#epochs.get(sha256) ?? epoch) < epoch;
  }
}
