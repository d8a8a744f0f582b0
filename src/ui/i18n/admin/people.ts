import { bothLanguages } from '#ui/i18n/both.ts';

const zh = {
  title: '人员',
  empty: '还没有人员',
  emptyHint: '一个一个新增，或者从名册导入。',
  add: '新增人员',
  name: '姓名',
  role: '角色',
  scope: '网格',
  scopeHint: '网格编码或上级编码，用空格隔开',
  unit: '责任单位',
  noUnit: '无',
  phone: '手机',
  username: '用户名',
  usernameHint: '不填就由本人登记时自己定',
  certificate: '执法证号',
  certificateUntil: '有效期至',
  save: '保存',
  code: '登记码',
  codeHint: '一次有效，24 小时。手机相机扫，或在“巡格”里输入。',
  makeCode: '发登记码',
  newCode: '重发登记码',
  whole: '全县',
};
export type PeopleMessages = typeof zh;

const en: PeopleMessages = {
  title: 'People',
  empty: 'No people yet',
  emptyHint: 'Add them one by one, or import a list.',
  add: 'New person',
  name: 'Name',
  role: 'Role',
  scope: 'Grids',
  scopeHint: 'Codes of grids or of areas above them, separated by spaces',
  unit: 'Unit',
  noUnit: 'None',
  phone: 'Phone',
  username: 'User name',
  usernameHint: 'If empty, the person chooses it at the enrolment',
  certificate: 'Certificate number',
  certificateUntil: 'Valid until',
  save: 'Save',
  code: 'Enrolment code',
  codeHint: 'Valid once, for 24 hours. Scan it with the camera, or type it in the app.',
  makeCode: 'Make a code',
  newCode: 'Make a new code',
  whole: 'Whole county',
};

export const peopleMessages = bothLanguages(zh, en);
