/** The parts of the peers that the bench uses, so that the type check works without their packages. */

declare module 'pouchdb' {
  type Database = {
    readonly info: () => Promise<unknown>;
    readonly put: (document: object) => Promise<unknown>;
    readonly getAttachment: (document: string, attachment: string) => Promise<Buffer>;
    readonly replicate: { readonly to: (target: Database, options: object) => Replication };
  };
  type Replication = {
    readonly on: (event: 'paused', hear: (error?: Error) => void) => void;
    readonly cancel: () => void;
  };
  type Maker = {
    new (name: string): Database;
    readonly defaults: (options: object) => Maker;
  };
  const PouchDB: Maker;
  export default PouchDB;
}

declare module 'express' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  type Asked = IncomingMessage & { readonly url: string; readonly body: unknown };
  type Use = (request: Asked, response: ServerResponse, next: () => void) => void;
  type App = {
    (request: IncomingMessage, response: ServerResponse): void;
    readonly use: (path: string, use: Use) => void;
  };
  const express: () => App;
  export default express;
}

declare module 'express-pouchdb' {
  const createPouchApp: (
    maker: unknown,
    options: object,
  ) => (request: unknown, response: unknown, next: () => void) => void;
  export default createPouchApp;
}

declare module 'busboy' {
  import type { IncomingHttpHeaders } from 'node:http';
  import type { Readable, Writable } from 'node:stream';
  type Form = Omit<Writable, 'on'> & {
    on(event: 'field', hear: (name: string, value: string) => void): Form;
    on(event: 'file', hear: (name: string, bytes: Readable) => void): Form;
    on(event: string, hear: (...all: unknown[]) => void): Form;
  };
  const busboy: (options: { readonly headers: IncomingHttpHeaders }) => Form & Writable;
  export default busboy;
}

declare module '@tus/file-store' {
  export const FileStore: new (options: { readonly directory: string }) => object;
}

declare module '@tus/server' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  type Uploaded = { readonly id: string; readonly metadata?: Readonly<Record<string, string | null>> };
  export class Server {
    constructor(options: {
      readonly path: string;
      readonly datastore: object;
      readonly relativeLocation: boolean;
      readonly onUploadFinish: (request: unknown, upload: Uploaded) => Promise<object>;
    });
    handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  }
}

declare module 'tus-js-client' {
  export class Upload {
    constructor(file: Blob, options: object);
    findPreviousUploads(): Promise<readonly object[]>;
    resumeFromPreviousUpload(previous: object): void;
    start(): void;
  }
}

declare module 'workbox-background-sync/Queue.js' {
  export class Queue {
    constructor(name: string, options: object);
    pushRequest(entry: { readonly request: Request }): Promise<void>;
    replayRequests(): Promise<void>;
  }
}

declare module 'rxdb/plugins/core' {
  type Row = { readonly newDocumentState: RxDocumentState };
  export type RxDocumentState = {
    readonly _attachments?: Readonly<Record<string, { readonly data?: Blob }>>;
  };
  type Document = { readonly putAttachments: (all: readonly object[]) => Promise<unknown> };
  type Collection = { readonly insert: (document: object) => Promise<Document> };
  export const addRxPlugin: (plugin: object) => void;
  export const createRxDatabase: (options: object) => Promise<{
    readonly addCollections: (all: object) => Promise<Readonly<Record<string, Collection>>>;
  }>;
  export type { Collection, Row };
}

declare module 'rxdb/plugins/replication' {
  import type { Collection, Row } from 'rxdb/plugins/core';
  export const replicateRxCollection: (options: {
    readonly collection: Collection;
    readonly replicationIdentifier: string;
    readonly live: boolean;
    readonly push: {
      readonly batchSize: number;
      readonly handler: (rows: readonly Row[]) => Promise<readonly unknown[]>;
    };
  }) => {
    readonly awaitInitialReplication: () => Promise<void>;
    readonly cancel: () => Promise<void>;
  };
}

declare module 'rxdb/plugins/attachments' {
  export const RxDBAttachmentsPlugin: object;
}

declare module 'rxdb/plugins/storage-dexie' {
  export const getRxStorageDexie: () => object;
}

declare module 'rxdb/plugins/utils' {
  export const blobToBase64String: (blob: Blob) => Promise<string>;
}
