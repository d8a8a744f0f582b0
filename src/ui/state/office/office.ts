import type { Accessor } from 'solid-js';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { OfficeValues } from '#domain/office/office-kinds.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { CallFailure } from '#sync/transport/call.ts';
import { createOfficeClient, type OfficeClient } from '#sync/online/office.ts';
import { xhrTransport } from '#sync/transport/xhr-transport.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export type { AuditQuery, Datum, ImportFile, OfficeClient } from '#sync/online/office.ts';
export type { CallFailure } from '#sync/transport/call.ts';

export const officeClientOf = ({ me }: Pick<PersonState, 'me'>): OfficeClient =>
  createOfficeClient(xhrTransport, { person: me().id, device: me().device });

/** A row of the office with the version that an edit of it must name. */
export type Row<K extends ReferenceKind> = {
  readonly id: string;
  readonly seq: number;
  readonly value: OfficeValues[K];
};

/** The rows of a kind; undefined until the server answered. `again` reads them anew. */
export const createRows = <K extends ReferenceKind>(
  source: Pick<PersonState, 'me'>,
  kind: K,
): readonly [Accessor<Result<readonly Row<K>[], CallFailure> | undefined>, again: () => void] =>
  createAnswer(async () => {
    const answered = await officeClientOf(source).rows(kind);
    return answered.ok ? ok(answered.value.rows as unknown as readonly Row<K>[]) : err(answered.error);
  });

/** An id for a new row that the office adds by hand. */
export const newRowId = (): string => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
