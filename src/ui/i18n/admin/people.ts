import { bothLanguages } from '#ui/i18n/both.ts';
import { countText } from './count-text.ts';

const zh = {
  title: '人员',
  empty: '还没有人员',
  emptyHint: '一个一个新增，或者从名册导入。',
  add: '新增人员',
  name: '姓名',
  role: '角色',
  scope: '网格',
  unit: '责任单位',
  noUnit: '无',
  phone: '手机',
  phoneHint: '导入名册时按手机号认人',
  username: '用户名',
  usernameHint: '不填就由本人登记时自己定',
  certificate: '执法证号',
  certificateUntil: '有效期至',
  certificateExpired: (day: string) => `执法证已于 ${day} 到期，不能做行政检查`,
  certificateSoon: (day: string) => `执法证 ${day} 到期`,
  certificateMark: '证已到期',
  code: '登记码',
  codeHint: '一次有效，24 小时。手机相机扫，或在“巡格”里输入。',
  makeCode: '发登记码',
  newCode: '重发登记码',
  printCodes: (count: number) => `打印 ${countText(count)} 人的登记码`,
  codesFailed: '没有发出登记码：现在连不上服务器',
  retireTitle: (name: string) => `停用${name}？`,
  retireMeaning:
    '马上退出所有设备，不能再登录。30 天内手机里没发出去的内容还能交上来，由管理员处理。以前的上报和操作都保留，可以恢复。',
  retiredSince: '已停用：不能登录。手机里没发出去的内容 30 天内还能交上来。',
  enrolFirst: '保存后可以发登记码。',
};
type PeopleMessages = typeof zh;

const en: PeopleMessages = {
  title: 'People',
  empty: 'No people yet',
  emptyHint: 'Add them one by one, or import a list.',
  add: 'New person',
  name: 'Name',
  role: 'Role',
  scope: 'Grids',
  unit: 'Unit',
  noUnit: 'None',
  phone: 'Phone',
  phoneHint: 'An import recognises people by it',
  username: 'User name',
  usernameHint: 'If empty, the person chooses it at the enrolment',
  certificate: 'Certificate number',
  certificateUntil: 'Valid until',
  certificateExpired: (day) => `The certificate expired on ${day}: no administrative checks`,
  certificateMark: 'expired',
  certificateSoon: (day) => `The certificate expires on ${day}`,
  code: 'Enrolment code',
  codeHint: 'Valid once, for 24 hours. Scan it with the camera, or type it in the app.',
  makeCode: 'Make a code',
  newCode: 'Make a new code',
  printCodes: (count) => `Print codes for ${countText(count)} ${count === 1 ? 'person' : 'people'}`,
  codesFailed: 'No codes were made: the server cannot be reached',
  retireTitle: (name) => `Retire ${name}?`,
  retireMeaning:
    'All sessions end at once, and the person cannot sign in. For 30 days a phone may still hand over what it has not sent; an admin decides about it. Reports and decisions stay. The person can be restored.',
  retiredSince: 'Retired: cannot sign in. For 30 days a phone may still hand over what it has not sent.',
  enrolFirst: 'After saving, a code can be made.',
};

export const peopleMessages = bothLanguages(zh, en);
