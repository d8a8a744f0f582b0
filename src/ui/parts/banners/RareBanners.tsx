import { Show } from 'solid-js';
import type { Bytes } from '#domain/base/units.ts';
import { useApp } from '#ui/state/app/context.ts';
import { size } from '#ui/i18n/format.ts';
import { rareMessages } from '#ui/i18n/rare.ts';
import { Banner } from './Banner.tsx';
import { InsecureBanner } from './InsecureBanner.tsx';
import { LostBanner } from './LostBanner.tsx';

/** Rare messages, loaded when one of them applies. */
export const RareBanners = (props: {
  /** Free storage if it is low, else null. */
  readonly freeBytes: Bytes | null;
}) => {
  const { update } = useApp();
  return (
    <>
      <InsecureBanner />
      <LostBanner />
      <Show when={props.freeBytes !== null}>
        <Banner tone="warning" title={rareMessages().storageLow(size(Math.max(0, props.freeBytes ?? 0)))} />
      </Show>
      <Show when={update.step() === 'taking'}>
        <Banner title={rareMessages().updating} />
      </Show>
    </>
  );
};
