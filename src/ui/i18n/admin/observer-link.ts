import { bothLanguages } from '#ui/i18n/both.ts';

const zh = {
  button: '观察员链接',
  title: '观察员链接',
  meaning: '志愿者用同一个链接登记，写姓名和手机号，不用密码。只能上报，只看到自己的上报。',
  scope: '网格',
  cap: '最多几人',
  days: '几天内有效',
  make: '生成链接',
  done: '完成',
  until: (time: string) => `有效期至 ${time}。离开后不再显示，请先打印或转发。`,
  failed: '没有生成：现在连不上服务器，或者数字不对',
};
type ObserverLinkMessages = typeof zh;

const en: ObserverLinkMessages = {
  button: 'Observer link',
  title: 'Link for observers',
  meaning:
    'Volunteers enrol by the same link, with name and phone number and without a password. They report, and see their own reports only.',
  scope: 'Grids',
  cap: 'At most how many people',
  days: 'Valid for how many days',
  make: 'Make the link',
  done: 'Done',
  until: (time) => `Valid until ${time}. It is shown once: print or send it now.`,
  failed: 'No link was made: the server cannot be reached, or a number is wrong',
};

export const observerLinkMessages = bothLanguages(zh, en);
