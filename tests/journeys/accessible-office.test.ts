/** The sections of the admin desk with the content of the demo: axe finds no fault, and English has no Chinese text. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { MARKER } from '#domain/protocol/version.ts';
import { axeFaults } from '#tests/support/page/axe.ts';
import { messagesIn, speaks, type Language } from '#tests/support/page/both-languages.ts';
import { untranslated } from '#tests/support/page/untranslated.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { demoAccount, signIn } from '#tests/support/clients/sign-in.ts';
import { wear } from '#tests/support/docs/scenes.ts';

const sizes = [
  { width: 1440, height: 900 },
  { width: 360, height: 800 },
];
const languages: readonly Language[] = ['zh', 'en'];

let product: Product;
let phone: Phone;
beforeAll(async () => {
  product = await Product.start({ args: ['--demo-days', '1'] });
  phone = await Phone.unpack({ url: product.url, viewport: sizes[0]! });
  const page = await phone.start();
  await page.emulateMedia({ reducedMotion: 'reduce' });
});
afterAll(async () => {
  await phone?.scrap();
  await product?.stop();
  await product?.removeData();
});

const column = (letter: string, field: string, title: string) => ({ column: letter, field, title });
/** The texts have no words of a language: they are the office's own. */
const preview = {
  fault: null,
  hash: 'h',
  plan: 'p',
  sheet: null,
  columns: [column('A', 'name', 'A1'), column('B', 'scope', 'B1')],
  ignored: ['C1'],
  counts: { new: 1, changed: 1, same: 1, wrong: 1 },
  rows: [
    {
      row: 2,
      outcome: 'wrong',
      cells: ['W', '3.3E+14'],
      changes: [],
      problems: [{ column: 'B', field: 'scope', code: 'scientific', text: '3.3E+14' }],
    },
    {
      row: 3,
      outcome: 'changed',
      cells: ['X', '330199'],
      changes: [{ field: 'scope', before: '1', after: '2' }],
      problems: [],
    },
    { row: 4, outcome: 'new', cells: ['Y', '330199'], changes: [], problems: [] },
  ],
};

test('accessibility, the sections and imports of the admin desk → axe finds no fault', async () => {
  onTestFailed(() => phone.picture('accessible-office'));
  const { page } = phone;
  await page.goto('/');
  await signIn(page, demoAccount(product.output, 'admin'));
  await page.getByRole('link', { name: messagesIn.zh.core.nav.admin }).waitFor();
  await page.route('**/api/office/imports/**', (route) =>
    route.fulfill({ json: { marker: MARKER, serverTime: Date.now(), ...preview } }),
  );
  for (const language of languages) {
    await speaks(page, language);
    for (const size of sizes) {
      await page.setViewportSize(size);
      const audit = async (scene: string): Promise<void> => {
        for (const theme of ['light', 'dark', 'sunlight'] as const) {
          await wear(page, theme);
          const question = { enhanced: false, ...(theme === 'light' ? {} : { only: 'colours' as const }) };
          expect.soft(await axeFaults(page, question), `${scene}, ${size.width}, ${theme}`).toEqual([]);
        }
        await wear(page, 'light');
        if (language === 'en') expect.soft(await untranslated(page), scene).toEqual([]);
      };
      await page.goto('/admin/people');
      await page.getByRole('row').nth(3).waitFor();
      await page.getByRole('row').nth(3).getByRole('checkbox').check();
      await audit('people');
      await page.getByRole('row').nth(3).getByRole('button').click();
      await page.getByRole('tree').waitFor();
      await audit('a person');
      await page.goto('/admin/units/new');
      await page.getByRole('tree').waitFor();
      await audit('a new unit');
      await page.goto('/admin/people/import?kind=place');
      await page.getByRole('radio').first().waitFor();
      await audit('the choice of a file');
      await page.locator('input[type=file]').setInputFiles({
        name: 'a.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('a'),
      });
      await page.getByRole('table').waitFor();
      await audit('a preview');
    }
  }
});
