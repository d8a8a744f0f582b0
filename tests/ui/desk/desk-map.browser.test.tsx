import { expect, test, vi } from 'vitest';
import { openDeskRoom, room, SOON } from '#tests/ui/harness/desk-harness.tsx';

openDeskRoom();

test('the desk map, grids arrive after it → the view fits the grids', async () => {
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
