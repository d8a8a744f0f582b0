import { InsecureBanner } from './InsecureBanner.tsx';
import { LostBanner } from './LostBanner.tsx';

/** What few people ever see, fetched when there is reason to. */
export const SeldomBanners = () => (
  <>
    <InsecureBanner />
    <LostBanner />
  </>
);
