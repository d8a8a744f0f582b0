import type { Unit } from '#domain/people/unit.ts';
import { foldWord, readList } from './cell.ts';
import { readScope } from './scope.ts';
import {
  given,
  readChoice,
  readName,
  type Cells,
  type Context,
  type Note,
  type Table,
  type Words,
} from './table.ts';

const kindWords: Words<Unit['kind']> = {
  property: ['物业', '物业公司', '物业服务企业', 'property company'],
  urbanManagement: ['城管', '城管中队', '综合执法', '城管队', 'urban management'],
  gas: ['燃气', '燃气公司', 'gas company'],
  sanitation: ['环卫', '环卫所', '环卫公司'],
  fire: ['消防', '消防站', 'fire station'],
  community: ['社区', '社区居委会', '居委会', '村委会'],
  other: ['其他', '其它'],
};

const readHazards = (cell: Cells, note: Note, { view, named }: Context<'unit'>) => {
  const parts = readList(cell('hazards'));
  if (parts.length === 0) return undefined;
  return parts.flatMap((part) => {
    const code = part.toUpperCase();
    const known = view.get('hazardKind', code) ? code : named('hazardKind', part);
    if (known === undefined) note('hazards', 'unknownHazard', part);
    return known ?? [];
  });
};

/** 责任单位: the natural key is the name. */
export const unitTable: Table<'unit'> = {
  columns: [
    { field: 'name', titles: ['名称', '单位', '单位名称', '责任单位', 'name', 'unit'], isRequired: true },
    { field: 'name.en', titles: ['英文名', '英文名称', 'name (en)', 'english name'] },
    { field: 'kind', titles: ['类型', '单位类型', '类别', 'kind', 'type'] },
    { field: 'contact.name', titles: ['联系人', '负责人', 'contact', 'contact name'] },
    { field: 'contact.phone', titles: ['联系电话', '电话', '手机', 'phone', 'contact phone'] },
    { field: 'scope', titles: ['网格', '负责网格', '范围', 'grids', 'scope'] },
    { field: 'hazards', titles: ['隐患类别', '负责类别', '隐患', 'hazards', 'hazard kinds'] },
  ],
  keyField: 'name',
  keysOf: ({ name }) => [foldWord(name.zh)],
  read: (cell, note, context) => {
    const key = foldWord(cell('name'));
    if (key === '') note('name', 'missing');
    const stored = context.stored(key);
    const contact = given({ name: cell('contact.name'), phone: cell('contact.phone') });
    return {
      id: context.newId(key),
      kind: 'other',
      scope: [context.view.region],
      hazards: [],
      ...stored,
      ...given({
        kind: readChoice(kindWords, 'kind', cell, note),
        scope: readScope(cell, note, context),
        hazards: readHazards(cell, note, context),
        contact:
          Object.keys(contact).length > 0
            ? { name: '', phone: '', ...stored?.contact, ...contact }
            : undefined,
      }),
      name: readName(cell, stored?.name),
    };
  },
};
