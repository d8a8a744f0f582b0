import { bothLanguages } from '#ui/i18n/both.ts';

const zh = {
  title: (count: number) => `登记单 · ${count} 人`,
  hint: '打印后沿虚线剪开，一人一张。登记码只在这里显示一次，关掉后要重发。',
  print: '打印',
  close: '关闭',
  observer: '观察员',
  whole: '全县',
  more: (count: number) => `等 ${count} 个`,
  steps: (address: string) => [
    `手机相机扫码，或用浏览器打开 ${address}，点“我有登记码”`,
    '核对姓名和单位，设用户名和密码',
    '点“确认，登记这部手机”。不要在微信里登记',
  ],
  until: (time: string) => `一次有效，${time} 前用`,
  untilShared: (time: string) => `可多人使用，${time} 前用`,
};
export type EnrolmentSheetMessages = typeof zh;

const en: EnrolmentSheetMessages = {
  title: (count) => `Enrolment sheet · ${count} ${count === 1 ? 'person' : 'people'}`,
  hint: 'Print, cut along the dashed lines, and give each person a card. The codes are shown here only once.',
  print: 'Print',
  close: 'Close',
  observer: 'Observer',
  whole: 'Whole county',
  more: (count) => `and ${count} more`,
  steps: (address) => [
    `Scan with the camera, or open ${address} in a browser and tap “I have an enrolment code”`,
    'Check name and office, choose user name and password',
    'Tap “Confirm and enrol this phone”. Not inside WeChat',
  ],
  until: (time) => `Valid once, until ${time}`,
  untilShared: (time) => `For several people, until ${time}`,
};

export const enrolmentSheetMessages = bothLanguages(zh, en);
