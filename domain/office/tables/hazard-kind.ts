import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import { readNumber } from './cell.ts';
import { given, readChoice, readName, type Cells, type Note, type Table, type Words } from './table.ts';

const familyWords: Words<HazardKind['family']> = {
  ebike: ['电动自行车', '电动车', 'e-bike'],
  gas: ['燃气'],
  waste: ['垃圾', '环境卫生'],
  other: ['其他', '其它'],
};
const severityWords: Words<HazardKind['severity']> = {
  major: ['重大', '严重', '重大隐患'],
  general: ['一般', '一般隐患'],
  minor: ['轻微', '较小'],
};
const unitWords: Words<HazardKind['limit']['unit']> = {
  urgentHours: ['紧急工作时', '紧急小时', '小时', 'hours', 'urgent hours'],
  workingHours: ['工作时', '工作小时', 'working hours'],
  workingDays: ['工作日', '天', 'days', 'working days'],
};

/** 3 个工作日 in one cell, or the number and the unit in two. */
const readLimit = (cell: Cells, note: Note, stored: HazardKind['limit'] | undefined) => {
  if (cell('limit') === '') return stored;
  const [, digits = '', rest = ''] = /^(\d+)\s*个?\s*(\D*)$/.exec(cell('limit')) ?? [];
  const amount = readNumber(digits);
  if (amount === null || amount < 1) note('limit', 'badNumber', cell('limit'));
  const text = cell('limit.unit') || rest;
  const unit = readChoice(unitWords, 'limit', () => text, note) ?? stored?.unit;
  if (unit === undefined && text === '') note('limit', 'missing');
  return { amount, unit };
};

/** 隐患类别: the natural key is the code. */
export const hazardKindTable: Table<'hazardKind'> = {
  columns: [
    { field: 'code', titles: ['编码', '代码', '类别编码', 'code'], isRequired: true },
    { field: 'name', titles: ['名称', '类别', '隐患类别', '隐患', 'name'], isRequired: true },
    { field: 'name.en', titles: ['英文名', '英文名称', 'name (en)', 'english name'] },
    { field: 'short.zh', titles: ['简称', 'short', 'short name'] },
    { field: 'short.en', titles: ['英文简称', 'short (en)', 'english short name'] },
    { field: 'family', titles: ['大类', '分类', 'family'] },
    { field: 'severity', titles: ['等级', '隐患等级', '级别', 'severity'] },
    { field: 'limit', titles: ['时限', '处置时限', '整改时限', 'limit'] },
    { field: 'limit.unit', titles: ['时限单位', 'limit unit'] },
  ],
  keyField: 'code',
  keysOf: ({ code }) => [code],
  read: (cell, note, { stored: storedAs }) => {
    const code = cell('code').toUpperCase();
    if (code === '') note('code', 'missing');
    const stored = storedAs(code);
    const { zh, en } = readName(cell, stored);
    return {
      family: 'other',
      ...stored,
      ...given({
        family: readChoice(familyWords, 'family', cell, note),
        severity: readChoice(severityWords, 'severity', cell, note),
        limit: readLimit(cell, note, stored?.limit),
      }),
      code,
      zh,
      en,
      short: {
        zh: cell('short.zh') || stored?.short.zh || zh,
        en: cell('short.en') || stored?.short.en || en,
      },
    };
  },
};
