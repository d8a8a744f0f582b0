import { readName, type Table } from './table.ts';

/** Counties, streets and communities: the natural key is the code. */
export const areaTable: Table<'area'> = {
  columns: [
    { field: 'code', titles: ['编码', '代码', '区划代码', '编号', 'code'], isRequired: true },
    { field: 'name', titles: ['名称', '街道', '社区', 'name'], isRequired: true },
    { field: 'name.en', titles: ['英文名', '英文名称', 'name (en)', 'english name'] },
  ],
  keyField: 'code',
  keysOf: ({ code }) => [code],
  read: (cell, note, { stored: storedAs }) => {
    const code = cell('code');
    if (code === '') note('code', 'missing');
    const stored = storedAs(code);
    return { ...stored, code, name: readName(cell, stored?.name) };
  },
};
