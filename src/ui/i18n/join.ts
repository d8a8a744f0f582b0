import { bothLanguages } from './both.ts';

const zh = {
  title: '登记这部手机',
  enter: '输入登记码',
  enterHint: '8 位，在管理员给你的纸或屏幕上，例如 K7QX-M9XD',
  code: '登记码',
  next: '下一步',
  youAre: '你是',
  notYou: '不是你？请告诉管理员，不要继续。',
  username: '用户名',
  usernameHint: '小写字母和数字，至少 3 位',
  password: '密码',
  passwordHint: '至少 8 位',
  confirm: '确认登记',
  offline: '现在没有信号。登记要联网，请到有信号的地方再试；登记码没有用掉。',
  limited: '试错次数太多，请 10 分钟后再试',
  noStorage: '这个浏览器不能保存内容，请换系统浏览器打开',
};
export type JoinMessages = typeof zh;

const en: JoinMessages = {
  title: 'Enrol this phone',
  enter: 'Type the code',
  enterHint: '8 characters, on the paper or screen of your admin, such as K7QX-M9XD',
  code: 'Enrolment code',
  next: 'Next',
  youAre: 'You are',
  notYou: 'Not you? Tell your admin and do not go on.',
  username: 'User name',
  usernameHint: 'Small letters and digits, at least 3',
  password: 'Password',
  passwordHint: 'At least 8 characters',
  confirm: 'Enrol',
  offline: 'No signal. Enrolment needs a link: try again where there is one. The code is not used up.',
  limited: 'Too many wrong tries. Try again in 10 minutes.',
  noStorage: 'This browser cannot store anything. Open the link in the browser of the system.',
};

export const joinMessages = bothLanguages(zh, en);
