import type { Bytes } from '#domain/base/units.ts';

/** Null sizes: the browser does not say. `persisted`: the browser will not clear this storage by itself. */
export type StorageState = {
  readonly usedBytes: Bytes | null;
  readonly quotaBytes: Bytes | null;
  readonly persisted: boolean;
  /** Opened without HTTPS: persistence cannot even be asked for. */
  readonly isInsecure: boolean;
};

export type StorageBrowser = {
  readonly isSecureContext: boolean;
  readonly storage: Pick<StorageManager, 'estimate' | 'persist' | 'persisted'> | undefined;
};

export type StorageQuota = {
  read(): Promise<StorageState>;
  /** Asks the browser to keep the storage: once, however often it is called, unless `again`. Answers whether it will. */
  persist(again?: boolean): Promise<boolean>;
};

const thisBrowser = (): StorageBrowser => ({
  isSecureContext: window.isSecureContext,
  storage: navigator.storage as StorageManager | undefined,
});

export const createStorageQuota = ({ isSecureContext, storage } = thisBrowser()): StorageQuota => {
  const isPersisted = async (): Promise<boolean> => (await storage?.persisted().catch(() => false)) ?? false;
  const askBrowser = async (): Promise<boolean> =>
    (await isPersisted()) || ((await storage?.persist().catch(() => false)) ?? false);
  let asked: Promise<boolean> | undefined;
  return {
    async read() {
      const estimate = await storage?.estimate().catch(() => undefined);
      return {
        usedBytes: estimate?.usage ?? null,
        quotaBytes: estimate?.quota ?? null,
        persisted: await isPersisted(),
        isInsecure: !isSecureContext,
      };
    },
    persist: (again) => (asked = (!again && asked) || askBrowser()),
  };
};
