/** A phone enrols by the QR code of a sheet, in the built app: camera, worker and WebAssembly under the policy of the server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { renderSVG } from 'uqr';
import { addPeople, listDevices, makeCodes, makeObserverCode } from '#tests/support/clients/admin-client.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { demoAccount } from '#tests/support/clients/sign-in.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { untilTrue } from '#tests/support/people/progress.ts';
import { Product } from '#tests/support/servers/product.ts';
import { joinMessages } from '#ui/i18n/join.ts';
import { core } from '#ui/i18n/zh/core.ts';
import { signIn as signInMessages } from '#ui/i18n/zh/sign-in.ts';

let product: Product;
let admin: Device;
let folder: string;
const phones: Phone[] = [];
beforeAll(async () => {
  product = await Product.start({ isCopy: true });
  const { username, password } = demoAccount(product.output, 'admin');
  admin = await signIn(product.url, username, { password });
  folder = await mkdtemp(join(tmpdir(), 'grid-scan-'));
});
afterAll(async () => {
  for (const phone of phones) await phone.scrap();
  await product?.stop();
  await product?.removeData();
  await rm(folder, { recursive: true, force: true });
});

const unpack = async (camera?: string): Promise<Phone> => {
  const phone = await Phone.unpack({ url: product.url, ...(camera ? { camera } : {}) });
  phones.push(phone);
  await phone.start();
  await phone.page.goto('/');
  return phone;
};

/** What a camera sees that is held at the QR code. */
const filmOfCode = async ({ page }: Phone, text: string): Promise<string> => {
  const frame = await page.evaluate(
    async (svg) => {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [1280, 960];
      const pen = canvas.getContext('2d')!;
      pen.fillStyle = '#b8b2a4';
      pen.fillRect(0, 0, 1280, 960);
      pen.translate(640, 480);
      pen.rotate(0.15);
      pen.drawImage(image, -220, -220, 440, 440);
      return canvas.toDataURL('image/jpeg', 0.8).split(',')[1]!;
    },
    renderSVG(text, { border: 2 }),
  );
  const path = join(folder, `${phones.length}.mjpeg`);
  await writeFile(path, Buffer.from(frame, 'base64'));
  return path;
};

test('a code on paper, scanned in the app → the phone is enrolled for the person', async () => {
  const [person] = await addPeople(admin, [{ name: '孙晓' }]);
  const [code] = await makeCodes(admin, [person!]);
  const film = await filmOfCode(await unpack(), code!.link);
  const phone = await unpack(film);
  onTestFailed(() => phone.picture('enrol-by-scan'));
  const complaints: string[] = [];
  phone.page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  await phone.page.getByRole('link', { name: signInMessages.haveCode }).click();
  await phone.page.getByRole('button', { name: joinMessages().scan }).click();
  await phone.page.getByText('孙晓').waitFor();
  await phone.page.getByLabel(joinMessages().username).fill('sun.xiao');
  await phone.page.getByLabel(joinMessages().password).fill('a long password');
  await phone.page.getByRole('button', { name: joinMessages().confirm }).click();
  await phone.page.getByRole('navigation', { name: core.nav.label }).waitFor();
  expect((await listDevices(admin)).filter((it) => it.person === person)).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test('[N3f] an observer enrols by a link, the session ends on the server by its time → the page goes on without a sign-in', async () => {
  const { link } = await makeObserverCode(admin, { cap: 1 });
  const phone = await unpack();
  onTestFailed(() => phone.picture('enrol-observer'));
  await phone.page.goto(`/join${new URL(link).hash}`);
  await phone.page.getByLabel(joinMessages().name).fill('周小琳');
  await phone.page.getByLabel(joinMessages().phone).fill('13811112222');
  await phone.page.getByRole('button', { name: joinMessages().confirm }).click();
  await phone.page.getByRole('navigation', { name: core.nav.label }).waitFor();
  // The cookie ends, as after 90 days.
  await phone.page.context().clearCookies();
  await phone.page.reload();
  await untilTrue(async () => {
    const cookies = await phone.page.context().cookies();
    return cookies.some(({ name }) => name.includes('session_token'));
  });
  expect(await phone.page.getByText(core.banner.signInAgain).count()).toBe(0);
});
