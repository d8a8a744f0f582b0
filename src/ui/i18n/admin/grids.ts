import { bothLanguages } from '#ui/i18n/both.ts';

const zh = {
  title: '网格',
  empty: '还没有网格',
  emptyHint: '导入 GeoJSON 文件，网格的边界和编码都从那里来。',
  name: '名称',
  nameZh: '中文名称',
  nameEn: '英文名称',
  nameEnHint: '不填就和中文相同',
  code: '编码',
  path: '所属',
  levels: { county: '区县', street: '街道', community: '社区', grid: '网格' },
  noName: '未命名',
  size: '面积',
  hectares: (count: string) => `${count} 公顷`,
  parts: '分块',
  partCount: (parts: number, holes: number) => (holes > 0 ? `${parts} 块，${holes} 处空洞` : `${parts} 块`),
  inside: '下面有',
  gridCount: (count: number) => `${count} 个网格`,
  map: '网格地图',
  retireHint: '停用后不再用于新的上报，旧案卷仍显示它的名称。',
  shapeHint: '边界只能由导入修改。',
};

const en: typeof zh = {
  title: 'Grids',
  empty: 'No grids yet',
  emptyHint: 'Import a GeoJSON file: boundaries and codes of grids come from there.',
  name: 'Name',
  nameZh: 'Chinese name',
  nameEn: 'English name',
  nameEnHint: 'If empty, the same as the Chinese one',
  code: 'Code',
  path: 'Part of',
  levels: { county: 'County', street: 'Street', community: 'Community', grid: 'Grid' },
  noName: 'No name',
  size: 'Size',
  hectares: (count) => `${count} ha`,
  parts: 'Parts',
  partCount: (parts, holes) =>
    holes > 0 ? `${parts}, with ${holes} ${holes === 1 ? 'hole' : 'holes'}` : String(parts),
  inside: 'Contains',
  gridCount: (count) => (count === 1 ? '1 grid' : `${count} grids`),
  map: 'Map of grids',
  retireHint: 'A retired grid is not used for new reports. Old cases still show its name.',
  shapeHint: 'Only an import changes the boundary.',
};

export const gridsMessages = bothLanguages(zh, en);
