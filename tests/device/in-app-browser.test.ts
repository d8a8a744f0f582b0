import { expect, test } from 'vitest';
import { inAppBrowser, type InAppBrowser } from '#device/in-app-browser.ts';

const android =
  'Mozilla/5.0 (Linux; Android 14; V2304A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ipad = 'Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

test.each<[InAppBrowser | null, string]>([
  ['wechat', `${android} Chrome/116.0 MMWEBID/1 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN`],
  ['wechat', `${iphone} Mobile/15E148 MicroMessenger/8.0.50(0x18003234) NetType/WIFI`],
  ['wechat', `${ipad} Mobile/15E148 MicroMessenger/8.0.50`],
  ['wechat', 'Mozilla/5.0 (Windows NT 10.0) Chrome/116.0 Safari/537.36 MicroMessenger/7.0 WindowsWechat'],
  ['wecom', `${android} Chrome/116.0 wxwork/4.1.20 MicroMessenger/7.0.1`],
  ['dingtalk', `${iphone} Mobile/15E148 AliApp(DingTalk/7.5.0) com.laiwang.DingTalk/1`],
  ['feishu', `${iphone} Mobile/15E148 Lark/7.1 LarkLocale/zh_CN ChannelName/Feishu`],
  ['alipay', `${android} Chrome/116.0 AliApp(AP/10.5) AlipayClient/10.5`],
  ['weibo', `${iphone} Mobile/15E148 Weibo (iPhone15,2__weibo__14.1)`],
  ['qq', `${android} Chrome/98.0 MQQBrowser/6.2 TBS/046 Mobile Safari/537.36 QQ/9.0.8`],
  ['qq', `${iphone} Mobile/15E148 QQ/9.0.8.6 V1_IPH_SQ`],
  ['other', `${android} Chrome/116.0 Mobile Safari/537.36 baiduboxapp/13`],
  ['other', `${iphone} Mobile/15E148 GovApp/2.1`],
  [null, 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36'],
  [null, 'Mozilla/5.0 (Linux; U; Android 14) Chrome/109.0 MQQBrowser/14.5 Mobile Safari/537.36'],
  [null, `${iphone} Version/18.0 Mobile/15E148 Safari/604.1`],
  [null, `${iphone} CriOS/130.0 Mobile/15E148 Safari/604.1`],
  [null, 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0'],
  [null, 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'],
])('inAppBrowser → %s: %s', (expected, userAgent) => {
  expect(inAppBrowser({ userAgent })).toBe(expected);
});

test('inAppBrowser, an app on the home screen of iOS, which has no name Safari → null', () => {
  expect(inAppBrowser({ userAgent: `${iphone} Mobile/15E148`, standalone: true })).toBeNull();
});
