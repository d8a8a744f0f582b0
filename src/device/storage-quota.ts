import type { Bytes } from '#domain/base/units.ts';

/**
 * Sizes are null when the browser does not report them. `persisted`: the browser will not clear this storage by
 * itself.
 */
export type StorageState = {
  readonly usedBytes: Bytes | null;
  readonly quotaBytes: Bytes | null;
  readonly persisted: boolean;
  /** Opened without HTTPS: persistent storage cannot be requested. */
  readonly isInsecure: boolean;
};

export type StorageBrowser = {
  readonly isSecureContext: boolean;
  readonly storage: Pick<StorageManager, 'estimate' | 'persist' | 'persisted'> | undefined;
};

export type StorageQuota = {
  read(): Promise<StorageState>;
  /**
   * Requests persistent storage from the browser. Later calls return the first answer, unless `again` is set. Returns
   * whether storage is persistent.
   */
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
  let request: Promise<boolean> | undefined;
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
    persist: (again) => (request = (!again && request) || askBrowser()),
  };
};
