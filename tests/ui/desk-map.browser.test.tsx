import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { followHistory, navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { Desk } from '#ui/screens/desk/Desk.tsx';
import { openRoom, type Room } from './person-room.tsx';

const SOON = { timeout: 10_000 };

let room: Room;
followHistory();
beforeEach(async () => {
  await page.viewport(1440, 900);
  navigate('/desk', { replace: true });
  room = await openRoom('reviewer');
  room.show(() => <Routes routes={[{ path: '/desk/:id?', screen: Desk }]} fallback={() => null} />);
});
afterEach(() => room.scrap());

test('grids that come after the map are looked at, not the country they lie in', async () => {
  await vi.waitFor(() => expect(document.querySelector('.case-map')).not.toBeNull(), SOON);
  const ring = [
    [120.15, 30.27],
    [120.154, 30.27],
    [120.154, 30.273],
    [120.15, 30.27],
  ];
  const code = '330199001002001';
  const value = { code, name: { zh: '一网格', en: 'Grid one' }, polygon: [ring] };
  await room.db.reference.put({ kind: 'grid', id: code, seq: 1, snapshot: 1, isReadable: true, value });
  const width = () => document.querySelector('.pin-map-grid')?.getBoundingClientRect().width ?? 0;
  await vi.waitFor(() => expect(width()).toBeGreaterThan(100), SOON);
});
