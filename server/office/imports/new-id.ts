import { randomBytes, randomInt } from 'node:crypto';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { TableKind } from '#domain/office/tables/table.ts';

/** Without look-alikes. 12 of them are 62 bits: the id is in the QR code of the place, and nobody guesses it. */
const PLACE_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTWXY';
const PLACE_LENGTH = 12;

const placeId = (): string =>
  Array.from({ length: PLACE_LENGTH }, () => PLACE_ALPHABET[randomInt(PLACE_ALPHABET.length)]).join('');

export const newIdOf = (kind: TableKind, at: number): string =>
  kind === 'place' ? placeId() : uuidV7(at, randomBytes(10));
