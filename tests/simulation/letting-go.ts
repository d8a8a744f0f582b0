import type { Sha256 } from '#domain/base/units.ts';
import type { PhotoRow } from '#storage/databases/main-db.ts';
import type { PhoneDisk } from './phone-disk.ts';

/**
 * Which photos a phone has let go of with a receipt, and which server it had heard out by then: one that is restored
 * later may lack them. Killed in between, a photo is not marked yet: it had its receipt while its bytes were here.
 */
export class LetGo {
  readonly #heardOut = new Map<Sha256, number>();
  readonly #hereWithReceipt = new Set<Sha256>();

  note(disk: PhoneDisk, heardOut: number): void {
    const here = new Set(disk.rows<{ sha256: Sha256 }>('photoBytes').map((row) => row.sha256));
    for (const { sha256, state } of disk.rows<PhotoRow>('photos'))
      if (here.has(sha256)) {
        this.#heardOut.delete(sha256);
        if (state === 'confirmed') this.#hereWithReceipt.add(sha256);
      } else if (state === 'freed' || (state === 'confirmed' && this.#hereWithReceipt.has(sha256)))
        if (!this.#heardOut.has(sha256)) this.#heardOut.set(sha256, heardOut);
  }

  isBefore(sha256: Sha256, epoch: number): boolean {
    return (this.#heardOut.get(sha256) ?? epoch) < epoch;
  }
}
