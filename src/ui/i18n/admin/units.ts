import type { Unit } from '#domain/people/unit.ts';
import { bothLanguages } from '#ui/i18n/both.ts';
import { countText } from './count-text.ts';

type Kinds = Readonly<Record<Unit['kind'], string>>;

const zh = {
  title: '责任单位',
  empty: '还没有责任单位',
  emptyHint: '处置隐患的物业、城管、燃气公司等。先建单位，再把人员归到单位。',
  add: '新增责任单位',
  kind: '类型',
  kinds: {
    property: '物业',
    urbanManagement: '城管',
    gas: '燃气',
    sanitation: '环卫',
    fire: '消防',
    community: '社区',
    other: '其他',
  } as Kinds,
  nameColumn: '名称',
  name: '名称',
  nameEn: '英文名',
  nameEnHint: '不填就用中文名',
  contact: '联系人',
  contactPhone: '联系电话',
  scope: '通常负责的网格',
  hazards: '通常处置的隐患',
  hazardsHint: '派遣时先推荐网格和隐患都对得上的单位。',
  anyHazard: '不限',
  people: '人员',
  peopleCount: (count: number) => `${countText(count)} 人`,
  noPeople: '还没有人员。在“人员”里新增，角色选处置单位。',
  retireTitle: (name: string) => `停用${name}？`,
  retireMeaning: (people: number) =>
    `以后不再派遣给它，已派遣的案件不变，可以恢复。${people > 0 ? `它的 ${countText(people)} 名人员不会停用。` : ''}`,
  retired: '已停用：不再派遣给它。',
};
type UnitMessages = typeof zh;

const en: UnitMessages = {
  title: 'Units',
  empty: 'No units yet',
  emptyHint:
    'Property companies, urban management, gas companies: they rectify hazards. Then add their people.',
  add: 'New unit',
  kind: 'Kind',
  kinds: {
    property: 'Property company',
    urbanManagement: 'Urban management',
    gas: 'Gas',
    sanitation: 'Sanitation',
    fire: 'Fire brigade',
    community: 'Community',
    other: 'Other',
  },
  nameColumn: 'Name',
  name: 'Name (Chinese)',
  nameEn: 'Name (English)',
  nameEnHint: 'If empty, the Chinese name is used',
  contact: 'Contact',
  contactPhone: 'Contact phone',
  scope: 'Grids that it usually takes',
  hazards: 'Hazard kinds that it usually takes',
  hazardsHint: 'A dispatch suggests first the units that match grid and hazard.',
  anyHazard: 'Any',
  people: 'People',
  peopleCount: (count) => `${countText(count)} ${count === 1 ? 'person' : 'people'}`,
  noPeople: 'No people yet. Add them in People with the role of a handler.',
  retireTitle: (name) => `Retire ${name}?`,
  retireMeaning: (people) =>
    `No more cases are dispatched to it. Its present cases stay. It can be restored.${
      people > 0 ? ` Its ${countText(people)} ${people === 1 ? 'person is' : 'people are'} not retired.` : ''
    }`,
  retired: 'Retired: no more cases are dispatched to it.',
};

export const unitMessages = bothLanguages(zh, en);
