/** The office's data, read and edited by an admin on the server. Nothing of it is stored on this device by these calls. */
import type { Result } from '#domain/base/result.ts';
import {
  auditAnswerSchema,
  codesAnswerSchema,
  commitAnswerSchema,
  countsAnswerSchema,
  devicesAnswerSchema,
  editsAnswerSchema,
  endedAnswerSchema,
  passwordAnswerSchema,
  previewAnswerSchema,
  progressAnswerSchema,
  rowsAnswerSchema,
  scopeSizeAnswerSchema,
  type Edit,
  type ImportKind,
  type Preview,
} from '#domain/office/messages.ts';
import type { Read } from '#domain/protocol/answer.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import { createCall, readAs, type CallFailure, type Identity } from '#sync/transport/call.ts';
import type { Transport } from '#sync/transport/transport.ts';

type Answered<T> = Promise<Result<T, CallFailure>>;
type Out<S extends Parameters<typeof readAs>[0]> = Answered<Read<S>>;

/** How the positions of a file are given; they are stored as WGS-84. */
export type Datum = 'WGS84' | 'GCJ02' | 'BD09';
export type ImportFile = {
  readonly name: string;
  readonly bytes: ArrayBuffer;
  readonly datum?: Datum;
  /** Bytes sent so far. */
  readonly onSent?: (bytes: number) => void;
};

export type AuditQuery = {
  readonly kind?: string;
  readonly id?: string;
  readonly by?: string;
  readonly from?: number;
  readonly to?: number;
  readonly before?: number;
};

export type OfficeClient = {
  readonly rows: (kind: ReferenceKind) => Out<typeof rowsAnswerSchema>;
  readonly edit: (edits: readonly Edit[]) => Out<typeof editsAnswerSchema>;
  readonly preview: (kind: ImportKind, file: ImportFile) => Out<typeof previewAnswerSchema>;
  readonly commit: (
    kind: ImportKind,
    file: ImportFile,
    preview: Pick<Preview, 'hash' | 'plan'>,
    leaveOut: boolean,
  ) => Out<typeof commitAnswerSchema>;
  readonly counts: () => Out<typeof countsAnswerSchema>;
  readonly scopeSize: (scope: readonly string[]) => Out<typeof scopeSizeAnswerSchema>;
  readonly codes: (people: readonly string[]) => Out<typeof codesAnswerSchema>;
  readonly observerCode: (request: {
    readonly scope: readonly string[];
    readonly cap: number;
    readonly days: number;
  }) => Out<typeof codesAnswerSchema>;
  readonly setPassword: (person: string, password: string) => Out<typeof passwordAnswerSchema>;
  readonly devices: () => Out<typeof devicesAnswerSchema>;
  readonly endSession: (device: string) => Out<typeof endedAnswerSchema>;
  readonly audit: (query: AuditQuery) => Out<typeof auditAnswerSchema>;
  readonly progress: () => Out<typeof progressAnswerSchema>;
};

const neverAborted = new AbortController().signal;

const query = (values: Readonly<Record<string, string | number | undefined>>): string =>
  new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();

export const createOfficeClient = (transport: Transport, identity: Identity): OfficeClient => {
  const { json } = createCall({ transport, identity, now: Date.now, signal: neverAborted });
  const get = <S extends Parameters<typeof readAs>[0]>(path: string, schema: S) =>
    json({ method: 'GET', path: `/api/office/${path}` }, readAs(schema));
  const post = <S extends Parameters<typeof readAs>[0]>(path: string, body: object, schema: S) =>
    json(
      {
        method: 'POST',
        path: `/api/office/${path}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
      readAs(schema),
    );
  const upload = <S extends Parameters<typeof readAs>[0]>(
    path: string,
    file: ImportFile,
    more: Readonly<Record<string, string>>,
    schema: S,
  ) =>
    json(
      {
        method: 'POST',
        path: `/api/office/imports/${path}?${query({ name: file.name, datum: file.datum, ...more })}`,
        headers: { 'content-type': 'application/octet-stream' },
        body: file.bytes,
        ...(file.onSent ? { onSent: file.onSent } : {}),
      },
      readAs(schema),
    );
  return {
    rows: (kind) => get(`rows/${kind}`, rowsAnswerSchema),
    edit: (edits) => post('edits', { edits }, editsAnswerSchema),
    preview: (kind, file) => upload(kind, file, {}, previewAnswerSchema),
    commit: (kind, file, { hash, plan }, leaveOut) =>
      upload(`${kind}/commit`, file, { hash, plan, leaveOut: leaveOut ? '1' : '0' }, commitAnswerSchema),
    counts: () => get('counts', countsAnswerSchema),
    scopeSize: (scope) => get(`scope-size?${query({ scope: scope.join() })}`, scopeSizeAnswerSchema),
    codes: (people) => post('codes', { people }, codesAnswerSchema),
    observerCode: (request) => post('observer-codes', request, codesAnswerSchema),
    setPassword: (person, password) => post('passwords', { person, password }, passwordAnswerSchema),
    devices: () => get('devices', devicesAnswerSchema),
    endSession: (device) => post(`devices/${encodeURIComponent(device)}/end`, {}, endedAnswerSchema),
    audit: (of) => get(`audit?${query(of)}`, auditAnswerSchema),
    progress: () => get('progress', progressAnswerSchema),
  };
};
