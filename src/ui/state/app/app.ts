import type { Accessor } from 'solid-js';
import type { Installer } from '#device/install.ts';
import type { StorageQuota } from '#device/storage-quota.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import type { Update } from './update.ts';

export type AppState = {
  readonly session: Session;
  readonly settings: Settings;
  readonly update: Update;
  readonly online: Accessor<boolean>;
  readonly installer: Installer;
  readonly storageQuota: StorageQuota;
  readonly version: string;
};
