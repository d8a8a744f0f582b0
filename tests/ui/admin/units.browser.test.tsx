import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import type { Unit } from '#domain/people/unit.ts';
import {
  aPerson,
  dialog,
  heading,
  lines,
  office,
  openAdminRoom,
  openRow,
  personId,
  saveButton,
  SOON,
} from '#tests/ui/harness/admin-harness.tsx';

vi.mock('#sync/transport/xhr-transport.ts', async () => ({
  xhrTransport: (await import('#tests/ui/harness/fake-office.ts')).fakeTransport,
}));

openAdminRoom('/admin/units', () => [
  aPerson(1, { name: '刘洋', role: 'handler', unit: personId(50) }),
  aPerson(2, { name: '前员工', role: 'handler', unit: personId(50), retired: true }),
]);

const written = () => office.edits.at(-1)!.value as Unit;
const putUnit = (): void => {
  office.put('hazardKind', shippedHazardKinds, 'code');
  office.put('unit', [
    {
      id: personId(50),
      kind: 'property',
      name: { zh: '城南物业', en: '城南物业' },
      scope: ['330199001'],
      hazards: ['EB01'],
    },
  ]);
};

test('a new unit, the form is filled and saved → the row as it was typed; one name is both', async () => {
  putUnit();
  await page.getByRole('button', { name: '新增' }).click();
  await page.getByRole('textbox', { name: '名称', exact: true }).fill('运河燃气');
  await page.getByRole('combobox', { name: '类型' }).selectOptions('gas');
  await page.getByRole('textbox', { name: '联系人', exact: true }).fill('李红');
  await page.getByRole('textbox', { name: '联系电话' }).fill('0571-1234');
  await page.getByRole('treeitem', { name: /^001 城南街道/ }).click();
  await page.getByRole('checkbox', { name: '超量存瓶' }).click();
  await saveButton().click();
  await expect.element(heading('运河燃气')).toBeVisible();
  expect(written()).toMatchObject({
    kind: 'gas',
    name: { zh: '运河燃气', en: '运河燃气' },
    contact: { name: '李红', phone: '0571-1234' },
    scope: ['330199001'],
    hazards: ['GC02'],
  });
});

test('a unit → its people who are in office, and what its retirement means', async () => {
  putUnit();
  await page.getByRole('link', { name: /^人员/ }).click();
  await page.getByRole('link', { name: /^责任单位/ }).click();
  await vi.waitFor(() => expect(lines()[0]).toContain('城南物业'), SOON);
  await openRow('城南物业').click();
  await expect.element(page.getByRole('link', { name: '刘洋' })).toBeVisible();
  expect(page.getByRole('link', { name: '前员工' }).elements()).toEqual([]);
  await page.getByRole('button', { name: '停用' }).click();
  await expect.element(dialog()).toHaveTextContent('它的 1 名人员不会停用');
  await dialog().getByRole('button', { name: '停用' }).click();
  await vi.waitFor(() => expect(written()).toMatchObject({ retired: true, hazards: ['EB01'] }), SOON);
});
