import { Show } from 'solid-js';
import type { Bytes } from '#domain/base/units.ts';
import { useApp } from '#ui/state/app/context.ts';
import { size } from '#ui/i18n/format.ts';
import { rareMessages } from '#ui/i18n/rare.ts';
import { Banner } from './Banner.tsx';
import { InsecureBanner } from './InsecureBanner.tsx';
import { LostBanner } from './LostBanner.tsx';

/** What few people ever see, fetched when there is reason to. */
export const RareBanners = (props: {
  /** What is left of the storage, once that is little. */
  readonly leftBytes: Bytes | null;
}) => {
  const { update } = useApp();
  return (
    <>
      <InsecureBanner />
      <LostBanner />
      <Show when={props.leftBytes !== null}>
        <Banner tone="warning" title={rareMessages().storageLow(size(Math.max(0, props.leftBytes ?? 0)))} />
      </Show>
      <Show when={update.step() === 'taking'}>
        <Banner title={rareMessages().updating} />
      </Show>
    </>
  );
};
