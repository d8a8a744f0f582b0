import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import { bothLanguages } from '#ui/i18n/both.ts';

const zh = {
  title: '隐患目录',
  add: '新增隐患类别',
  empty: '还没有隐患类别',
  emptyHint: '点“新增”加第一类。',
  code: '编码',
  codeHint: '两个大写字母加两位数字，例如 EB07。存好后不能改。',
  family: '大类',
  families: { ebike: '电动车', gas: '瓶装燃气', waste: '垃圾', other: '其他' },
  zh: '名称',
  en: '英文名称',
  shortZh: '按钮上的名称',
  shortEn: '按钮上的英文名称',
  severity: '严重程度',
  limit: '时限',
  amount: '数值',
  unit: '单位',
  units: { urgentHours: '紧急工作时', workingHours: '工作时', workingDays: '工作日' },
  unitHints: {
    urgentHours: '一刻不停地计时',
    workingHours: '只在工作时间里计时',
    workingDays: '只数工作日',
  },
  limitText: ({ amount, unit }: HazardKind['limit'], name: string): string =>
    unit === 'workingDays' ? `${amount} 个${name}` : `${amount} ${name}`,
  suggested: '派遣时建议的责任单位',
  suggestedHint: '按网格编码的开头找，最长的一行算数。',
  scope: (row: number) => `第 ${row} 行，网格编码或上级编码`,
  unitOf: (row: number) => `第 ${row} 行，责任单位`,
  chooseUnit: '选责任单位',
  noUnits: '还没有责任单位',
  addRow: '加一行',
  removeRow: (row: number) => `删第 ${row} 行`,
  retiredHint: '停用后新上报里选不到，旧案件里名称照旧。',
};
export type HazardMessages = typeof zh;

const en: HazardMessages = {
  title: 'Hazard kinds',
  add: 'New hazard kind',
  empty: 'No hazard kinds yet',
  emptyHint: 'Choose “Add” for the first one.',
  code: 'Code',
  codeHint: 'Two capital letters and two digits, such as EB07. It cannot be changed later.',
  family: 'Family',
  families: { ebike: 'E-bike', gas: 'Bottled gas', waste: 'Waste', other: 'Other' },
  zh: 'Chinese name',
  en: 'Name',
  shortZh: 'Chinese name on a button',
  shortEn: 'Name on a button',
  severity: 'Severity',
  limit: 'Limit',
  amount: 'Amount',
  unit: 'Unit',
  units: { urgentHours: 'urgent hours', workingHours: 'working hours', workingDays: 'working days' },
  unitHints: {
    urgentHours: 'The clock never stops',
    workingHours: 'The clock runs in working hours',
    workingDays: 'Working days only',
  },
  limitText: ({ amount }, name) => `${amount} ${amount === 1 ? name.replace(/s$/, '') : name}`,
  suggested: 'Unit to suggest at the dispatch',
  suggestedHint: 'By the beginning of the grid code; the longest row counts.',
  scope: (row) => `Row ${row}, code of a grid or of an area above it`,
  unitOf: (row) => `Row ${row}, unit`,
  chooseUnit: 'Choose a unit',
  noUnits: 'There is no unit yet',
  addRow: 'Add a row',
  removeRow: (row) => `Remove row ${row}`,
  retiredHint: 'A retired kind is not offered for new reports. Old cases keep its name.',
};

export const hazardMessages = bothLanguages(zh, en);

/** Such as 4 紧急工作时, 30 个工作日. */
export const limitText = (limit: HazardKind['limit']): string =>
  hazardMessages().limitText(limit, hazardMessages().units[limit.unit]);
