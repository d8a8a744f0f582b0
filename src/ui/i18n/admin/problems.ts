import type { Problem, ProblemCode } from '#domain/office/problem.ts';
import { bothLanguages } from '#ui/i18n/both.ts';

type Texts = Readonly<Record<ProblemCode, (text: string) => string>>;

const zh: Texts = {
  missing: () => '必填',
  badForm: (text) => (text ? `格式不对：${text}` : '格式不对'),
  scientific: (text) => `被表格软件改成了科学记数，请把这一列设为文本：${text}`,
  badNumber: (text) => `不是数字：${text}`,
  badDay: (text) => `日期不对，请写成 2026-12-31：${text}`,
  badChoice: (text) => `不在可选的内容里：${text}`,
  tooLong: () => '太长了',
  changedMeanwhile: () => '刚才有人改过这一行',
  exists: (text) => (text ? `已有人用：${text}` : '已经有了'),
  twice: (text) => `和第 ${text} 行重复`,
  otherCounty: (text) => `${text} 不是本县`,
  roleNotAllowed: () => '不能用名册加管理员',
  userNameTaken: (text) => `用户名已有人用：${text}`,
  unknownUnit: (text) => `没有这个责任单位：${text}`,
  unknownGrid: (text) => `没有这个网格：${text}`,
  unknownScope: (text) => `${text} 里还没有网格`,
  unknownHazard: (text) => `目录里没有这个类别：${text}`,
  unknownPerson: (text) => `没有这个人：${text}`,
  unitNeeded: () => '处置单位的人员要选责任单位',
  lastAdmin: () => '这是最后一名管理员，不能停用或改角色',
  inUse: (text) => `还在使用：${text}`,
  outsideGrids: () => '位置不在任何网格内',
  otherGrid: (text) => `位置不在网格 ${text} 内`,
  notOnEarth: (text) => `不是经纬度：${text}`,
  ringOpen: () => '边界没有闭合',
  ringTooShort: () => '边界少于三个点',
  selfCrossing: (text) => `边界自己交叉，在 ${text}`,
  overlap: (text) => `和 ${text} 重叠`,
  gap: (text) => `网格之间有空隙，在 ${text}`,
  sameShape: (text) => `边界和 ${text} 完全相同`,
};

const en: Texts = {
  missing: () => 'Required',
  badForm: (text) => (text ? `Not in the right form: ${text}` : 'Not in the right form'),
  scientific: (text) => `The spreadsheet changed the number. Set the column to text: ${text}`,
  badNumber: (text) => `Not a number: ${text}`,
  badDay: (text) => `Not a date. Write 2026-12-31: ${text}`,
  badChoice: (text) => `Not one of the choices: ${text}`,
  tooLong: () => 'Too long',
  changedMeanwhile: () => 'Somebody changed this row meanwhile',
  exists: (text) => (text ? `In use already: ${text}` : 'Exists already'),
  twice: (text) => `The same as row ${text}`,
  otherCounty: (text) => `${text} is not this county`,
  roleNotAllowed: () => 'A list cannot add admins',
  userNameTaken: (text) => `Another person has the user name ${text}`,
  unknownUnit: (text) => `There is no unit ${text}`,
  unknownGrid: (text) => `There is no grid ${text}`,
  unknownScope: (text) => `There is no grid in ${text} yet`,
  unknownHazard: (text) => `The catalogue has no kind ${text}`,
  unknownPerson: (text) => `There is no person ${text}`,
  unitNeeded: () => 'A handler needs a unit',
  lastAdmin: () => 'This is the last admin: it cannot be retired or get another role',
  inUse: (text) => `Still in use: ${text}`,
  outsideGrids: () => 'The position is in no grid',
  otherGrid: (text) => `The position is not in grid ${text}`,
  notOnEarth: (text) => `Not a latitude and longitude: ${text}`,
  ringOpen: () => 'The boundary is not closed',
  ringTooShort: () => 'The boundary has fewer than three points',
  selfCrossing: (text) => `The boundary crosses itself at ${text}`,
  overlap: (text) => `Overlaps ${text}`,
  gap: (text) => `There is a gap between grids at ${text}`,
  sameShape: (text) => `The same boundary as ${text}`,
};

const texts = bothLanguages(zh, en);

export const problemText = ({ code, text = '' }: Pick<Problem, 'code' | 'text'>): string =>
  texts()[code](text);
