import { expect, test } from 'vitest';
import { browserName } from '#device/browser-name.ts';

const chrome = (system: string, more = '') =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36${more}`;
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15';

test.each([
  [chrome('Linux; Android 14; 22101316C'), 'Chrome 128 · Android'],
  [chrome('Windows NT 10.0; Win64; x64', ' Edg/128.0.0.0'), 'Edge 128 · Windows'],
  [chrome('Linux; Android 12; HarmonyOS', ' HuaweiBrowser/15.0'), 'Huawei 15 · HarmonyOS'],
  [chrome('Linux; Android 14; wv', ' MicroMessenger/8.0.50'), 'WeChat 8 · Android'],
  [`${iphone} Version/18.0 Mobile/15E148 Safari/604.1`, 'Safari 18 · iPhone'],
  [`${iphone} CriOS/128.0 Mobile/15E148 Safari/604.1`, 'Chrome 128 · iPhone'],
  [`${iphone} Mobile/15E148`, 'iPhone'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox 130 · Linux'],
  ['王强的手机', '王强的手机'],
  ['', ''],
])('the name of a browser, %s → %s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
