import { randomBytes } from 'node:crypto';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { TableKind } from '#domain/office/tables/table.ts';
import { newPlaceId } from '#domain/place/place-id.ts';

export const newIdOf = (kind: TableKind, at: number): string =>
  kind === 'place' ? newPlaceId(randomBytes) : uuidV7(at, randomBytes(10));
