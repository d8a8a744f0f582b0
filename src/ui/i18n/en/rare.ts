import type { rare as rareInChinese } from '#ui/i18n/zh/rare.ts';
import { plural } from './plural.ts';

export const rare: typeof rareInChinese = {
  insecure: 'This address is not HTTPS',
  insecureReason:
    'Camera, position and offline storage work only over HTTPS or on localhost. Ask your admin for an HTTPS address, or open localhost on the same computer.',
  apps: {
    wechat: 'WeChat',
    wecom: 'WeCom',
    dingtalk: 'DingTalk',
    feishu: 'Feishu',
    alipay: 'Alipay',
    weibo: 'Weibo',
    qq: 'QQ',
    other: 'another app',
  },
  storageLow: (left) => `About ${left} left on this phone. Text will still be saved, but photos may not fit.`,
  updating: 'Switching to the new version…',
  lost: {
    title: 'The system cleared the data on this phone',
    events: (count, time) =>
      count === 1
        ? `1 unsent item is lost (last contact with the server ${time}). Please report it again.`
        : `${count} unsent items are lost (last contact with the server ${time}). Please report them again.`,
    photos: (count) =>
      `${plural(count, 'photo')} of received reports ${count === 1 ? 'is' : 'are'} missing. You can take ${count === 1 ? 'it' : 'them'} again.`,
    prevention: 'To prevent this, install the app or allow persistent storage.',
    preventionLink: 'Go to settings',
  },
  notFound: { title: 'Page not found', hint: 'The address may be mistyped.', home: 'Go to the home screen' },
};
