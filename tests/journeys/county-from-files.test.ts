/**
 * A whole county from files at the admin desk: areas, grids, units, people and places. The sheet of codes of a team is printed,
 * and its phones are enrolled from the paper.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { enrolFieldDevice } from '#demo/field-device.ts';
import { wholeCounty, writeCounty } from '#tests/support/data/a-county.ts';
import { deskSize } from '#tests/support/link/phone-behind-link.ts';
import { canReadCodes, codesOnPages } from '#tests/support/page/printed-codes.ts';
import { Admin } from '#tests/support/people/admin.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { startProgress } from '#tests/support/people/progress.ts';
import { Product } from '#tests/support/servers/product.ts';

const TEAM = 30;
const size = wholeCounty;

let product: Product;
let desk: Phone;
let folder: string;
beforeAll(async () => {
  product = await Product.start({ args: ['--no-demo'] });
  desk = await Phone.unpack({ url: product.url, viewport: deskSize });
  folder = await mkdtemp(join(tmpdir(), 'grid-county-'));
});
afterAll(async () => {
  await desk?.scrap();
  await product?.stop();
  await product?.removeData();
  await rm(folder, { recursive: true, force: true });
});

test('a county from files, the codes of a team on paper (skipped without pdftoppm and zbarimg) → its phones are enrolled', async () => {
  onTestFailed(() => desk.picture('county-desk'));
  const tell = startProgress('county');
  const county = join(folder, 'county');
  await writeCounty(county, size);
  await writeCounty(join(folder, 'team'), { ...size, people: TEAM, firstPhone: 20_000_000 });
  const admin = new Admin(desk);
  await desk.start();
  await admin.becomesTheFirst(/first admin with the code (\w+)/.exec(product.output)?.[1] ?? '', '330199');
  const communities = Math.ceil(size.grids / 6);
  const areas = 1 + communities + Math.ceil(communities / 10);
  for (const [section, kind, name, rows] of [
    ['grids', 'area', 'areas.csv', areas],
    ['grids', 'grid', 'grids.geojson', size.grids],
    ['units', 'unit', 'units.csv', 3],
    ['people', 'person', 'people.csv', size.people],
    ['places', 'place', 'places.csv', size.places],
  ] as const)
    tell(
      `${name}: ${rows} rows in ${(await admin.imports(section, kind, join(county, name), rows)).toFixed(1)} s`,
    );

  await admin.imports('people', 'person', join(folder, 'team', 'people.csv'), TEAM);
  if (!canReadCodes) return;
  const pdf = join(folder, 'codes.pdf');
  await admin.printsTheirCodes(TEAM, pdf);
  const links = (await codesOnPages(pdf)).flat();
  expect(links).toHaveLength(TEAM);
  const phones = await Promise.all(
    links.map((link, index) =>
      enrolFieldDevice(product.url, {
        id: randomUUID(),
        code: new URL(link).hash.slice(1),
        username: `team.${index}`,
        password: 'a long password',
      }),
    ),
  );
  expect(new Set(phones.map(({ person }) => person.id)).size).toBe(TEAM);
  tell(`${TEAM} phones enrolled from one printed sheet`);
});
