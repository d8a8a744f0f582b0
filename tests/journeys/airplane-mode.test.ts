/** Airplane mode, a restart, and the link back, without a tap. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { heldPhotos } from '#tests/support/database/indexed-rows.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { perfectLink } from '#tests/support/link/shaping-proxy.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';

/** Slow enough that a photo of the browser's camera takes some seconds. */
const slowLink = { ...perfectLink, upBitsPerSecond: 40_000, rttMillis: 100 };

let stage: PhoneBehindLink;
beforeAll(async () => {
  stage = await PhoneBehindLink.open();
});
afterAll(() => stage?.end());

/** Offline for the page, the service worker and everything else. */
const airplaneMode = async (isOn: boolean): Promise<void> => {
  if (isOn) stage.link.goOffline();
  else stage.link.goOnline();
  await stage.phone.page.context().setOffline(isOn);
};

const namesOnServer = async () => [...(await storedPhotos(stage.product.dataDir)).keys()].sort();

test('[D9a] [D9b] reports saved in airplane mode, restart, online → sent without a tap, with the true state at each stage', async () => {
  onTestFailed(() => stage.pictures('airplane-mode'));
  const { phone, link, patroller } = stage;
  await patroller.opensTheApp();
  await stage.signsIn();
  await airplaneMode(true);
  await patroller.beginsAReport();
  for (let photo = 0; photo < 3; photo++) await patroller.takesAPhoto();
  await patroller.describes({ family: 'ebike', kind: '楼道充电' }, '飞行模式');
  await patroller.savesAndGoesOn();
  await patroller.goesHome();
  await patroller.reads('1 份已存在本机', '文字 0/1 已送达', '照片 0/3', '等待信号');

  await phone.close();
  await phone.start();
  await airplaneMode(true);
  await patroller.goesHome();
  await patroller.reads('1 份已存在本机', '文字 0/1 已送达', '照片 0/3', '等待信号');
  expect(await namesOnServer()).toEqual([]);

  link.shape(slowLink);
  await airplaneMode(false);
  await patroller.reads('文字 1/1 已送达', '正在发送');
  link.shape(perfectLink);
  await patroller.reads('全部已送达', '本机没有等待发送的内容');
  const names = (await heldPhotos(phone.page)).flatMap(({ sha256, thumbnail }) => [sha256, thumbnail]);
  expect(names).toHaveLength(6);
  expect(await namesOnServer()).toEqual(names.sort());
});
