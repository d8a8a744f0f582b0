/** The browser and system of a user agent, such as "Chrome 128 · Android"; the text itself where neither is known. */

/** In this order: browsers name their ancestors too. */
const browsers: readonly (readonly [name: string, mark: RegExp])[] = [
  ['WeChat', /MicroMessenger\/(\d+)/],
  ['DingTalk', /DingTalk\/(\d+)/],
  ['Edge', /Edg(?:A|iOS)?\/(\d+)/],
  ['Huawei', /HuaweiBrowser\/(\d+)/],
  ['Samsung', /SamsungBrowser\/(\d+)/],
  ['MIUI', /MiuiBrowser\/(\d+)/],
  ['QQ', /MQQBrowser\/(\d+)/],
  ['UC', /UC?Browser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+)[\d.]* .*Safari/],
];

const systems: readonly (readonly [name: string, mark: RegExp])[] = [
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['iPhone', /iPhone|iPod/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['Mac', /Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
];

export const browserName = (userAgent: string): string => {
  const system = systems.find(([, mark]) => mark.test(userAgent))?.[0];
  for (const [name, mark] of browsers) {
    const version = mark.exec(userAgent)?.[1];
    if (version !== undefined) return [`${name} ${version}`, system].filter(Boolean).join(' · ');
  }
  // An app on the home screen of an iPhone names no browser.
  return system === undefined || !userAgent.includes('Mozilla/') ? userAgent : system;
};
