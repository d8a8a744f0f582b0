import { Banner } from '#ui/parts/banners/Banner.tsx';
import { scannedPlaceMessages } from '#ui/i18n/scanned-place.ts';

/** What somebody who is not signed in sees of a label: no name and no risk. */
export const PublicPlace = () => (
  <Banner title={scannedPlaceMessages().title}>{scannedPlaceMessages().public}</Banner>
);
