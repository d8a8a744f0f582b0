import { expect, test } from 'vitest';
import { createStorageQuota } from '#device/storage-quota.ts';

const storage = (grants: boolean) => {
  let persisted = false;
  let asked = 0;
  return {
    asked: () => asked,
    estimate: async () => ({ usage: 12_000_000, quota: 10_000_000_000 }),
    persisted: async () => persisted,
    persist: async () => {
      asked += 1;
      persisted = grants;
      return grants;
    },
  };
};

test('read → usage, quota and persistence', async () => {
  const quota = createStorageQuota({ isSecureContext: true, storage: storage(true) });
  expect(await quota.read()).toEqual({
    usedBytes: 12_000_000,
    quotaBytes: 10_000_000_000,
    persisted: false,
    isInsecure: false,
  });
  expect(await quota.persist()).toBe(true);
  expect((await quota.read()).persisted).toBe(true);
});

test.each([true, false])('persist, several calls at once (granted: %s) → one request', async (grants) => {
  const fake = storage(grants);
  const quota = createStorageQuota({ isSecureContext: true, storage: fake });
  const answers = await Promise.all([quota.persist(), quota.persist()]);
  expect([...answers, await quota.persist()]).toEqual([grants, grants, grants]);
  expect(fake.asked()).toBe(1);
});

test('persist, storage already persistent → no request', async () => {
  const fake = { ...storage(false), persisted: async () => true };
  expect(await createStorageQuota({ isSecureContext: true, storage: fake }).persist()).toBe(true);
  expect(fake.asked()).toBe(0);
});

test('browser without the API or with a failing one → no error', async () => {
  const nothing = { usedBytes: null, quotaBytes: null, persisted: false };
  const insecure = createStorageQuota({ isSecureContext: false, storage: undefined });
  expect(await insecure.read()).toEqual({ ...nothing, isInsecure: true });
  expect(await insecure.persist()).toBe(false);

  const fails = () => Promise.reject(new TypeError('not allowed here'));
  const broken = createStorageQuota({
    isSecureContext: true,
    storage: { estimate: fails, persist: fails, persisted: fails },
  });
  expect(await broken.read()).toEqual({ ...nothing, isInsecure: false });
  expect(await broken.persist()).toBe(false);
});
