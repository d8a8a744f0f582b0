import type { ImportKind } from '#domain/office/messages.ts';
import { bothLanguages } from '#ui/i18n/both.ts';

/** A column of a table: its title, what is in it, and whether a file needs it. */
export type ColumnText = {
  readonly title: string;
  readonly text: string;
  readonly isRequired?: true;
};
type Columns = Readonly<Record<ImportKind, readonly ColumnText[]>>;

const scopeZh = '15 位网格编码，或街道、社区编码，可以写几个，用空格隔开';

const zh: Columns = {
  person: [
    { title: '姓名', text: '', isRequired: true },
    { title: '手机', text: '同一个手机号是同一个人', isRequired: true },
    {
      title: '角色',
      text: '网格员、安全检查员、审核主管、处置单位、观察员',
      isRequired: true,
    },
    { title: '网格', text: scopeZh },
    { title: '责任单位', text: '处置单位的人员要填' },
    { title: '用户名', text: '不填就由本人登记时定' },
    { title: '执法证号', text: '' },
    { title: '有效期至', text: '如 2027-06-30' },
  ],
  unit: [
    { title: '名称', text: '同一个名称是同一个单位', isRequired: true },
    { title: '类型', text: '物业、城管、燃气、环卫、消防、社区、其他' },
    { title: '联系人', text: '' },
    { title: '联系电话', text: '' },
    { title: '网格', text: scopeZh },
    { title: '隐患类别', text: '通常处置的类别编码，用空格隔开' },
  ],
  area: [
    { title: '编码', text: '区县 6 位、街道 9 位、社区 12 位', isRequired: true },
    { title: '名称', text: '', isRequired: true },
    { title: '英文名', text: '' },
  ],
  place: [
    { title: '名称', text: '', isRequired: true },
    {
      title: '类型',
      text: '小区、充电点、餐饮、宿舍、车棚、电焊机、垃圾点、作坊、巡查点',
      isRequired: true,
    },
    { title: '经度', text: '如 120.1515', isRequired: true },
    { title: '纬度', text: '如 30.2713', isRequired: true },
    { title: '网格', text: '不填就按位置定' },
    { title: '编号', text: '有编号就按编号认点位，没有就按类型、网格和名称' },
    { title: '风险', text: '高、中、低' },
    { title: '挂牌', text: '是、否' },
    { title: '小区类型', text: '商品房、保障房、老旧、失管' },
  ],
  hazardKind: [
    { title: '编码', text: '', isRequired: true },
    { title: '名称', text: '', isRequired: true },
    { title: '简称', text: '' },
    { title: '大类', text: '电动自行车、燃气、垃圾、其他' },
    { title: '等级', text: '重大、一般、轻微' },
    { title: '时限', text: '如 4 小时、3 工作日' },
  ],
  calendar: [
    { title: '年份', text: '一行一年', isRequired: true },
    {
      title: '放假',
      text: '日期或起止，如 2027-02-05~2027-02-12，用空格隔开',
      isRequired: true,
    },
    { title: '调休上班', text: '周末上班的日期' },
    { title: '有效至', text: '通知管到哪一天' },
    { title: '来源', text: '如通知的文号' },
  ],
  grid: [
    { title: 'code', text: '15 位网格编码，写成文本', isRequired: true },
    { title: 'name', text: '网格名称', isRequired: true },
    { title: 'geometry', text: '面或多面，可以有洞，首尾相接', isRequired: true },
  ],
};

const scopeEn = 'Codes of grids (15 digits), or of streets and communities, separated by spaces';

const en: Columns = {
  person: [
    { title: 'name', text: '', isRequired: true },
    { title: 'phone', text: 'The same number is the same person', isRequired: true },
    {
      title: 'role',
      text: 'patroller, inspector, reviewer, handler, observer',
      isRequired: true,
    },
    { title: 'grids', text: scopeEn },
    { title: 'unit', text: 'Needed for handlers' },
    { title: 'username', text: 'If empty, the person chooses it' },
    { title: 'certificate', text: '' },
    { title: 'valid until', text: 'Such as 2027-06-30' },
  ],
  unit: [
    {
      title: 'name',
      text: 'The same name is the same unit',
      isRequired: true,
    },
    {
      title: 'kind',
      text: 'property, urbanManagement, gas, sanitation, fire, community, other',
    },
    { title: 'contact', text: '' },
    { title: 'phone', text: '' },
    { title: 'grids', text: scopeEn },
    {
      title: 'hazards',
      text: 'Codes of hazard kinds that it takes, separated by spaces',
    },
  ],
  area: [
    {
      title: 'code',
      text: 'County 6 digits, street 9, community 12',
      isRequired: true,
    },
    { title: 'name', text: '', isRequired: true },
    { title: 'english name', text: '' },
  ],
  place: [
    { title: 'name', text: '', isRequired: true },
    {
      title: 'kind',
      text: 'compound, ebikePoint, restaurant, dormitory, shed, weldingMachine, wastePoint, workshop, checkpoint',
      isRequired: true,
    },
    { title: 'lon', text: 'Longitude, such as 120.1515', isRequired: true },
    { title: 'lat', text: 'Latitude, such as 30.2713', isRequired: true },
    { title: 'grid', text: 'If empty, the position decides' },
    { title: 'number', text: 'Names the place; without it kind, grid and name do' },
    { title: 'risk', text: 'high, medium, low' },
    { title: 'listed', text: 'yes, no' },
    { title: 'compound kind', text: 'commodity, subsidised, old, unmanaged' },
  ],
  hazardKind: [
    { title: 'code', text: '', isRequired: true },
    { title: 'name', text: '', isRequired: true },
    { title: 'short', text: 'Short name' },
    { title: 'family', text: 'ebike, gas, waste, other' },
    { title: 'severity', text: 'major, general, minor' },
    { title: 'limit', text: 'Such as 4 hours, 3 days' },
  ],
  calendar: [
    { title: 'year', text: 'One row a year', isRequired: true },
    {
      title: 'days off',
      text: 'Days, or ranges such as 2027-02-05~2027-02-12, separated by spaces',
      isRequired: true,
    },
    { title: 'make-up days', text: 'Weekend days on which people work' },
    { title: 'covered until', text: 'The last day that the notice covers' },
    { title: 'source', text: 'Such as the number of the notice' },
  ],
  grid: [
    { title: 'code', text: 'The 15 digits of the grid, as text', isRequired: true },
    { title: 'name', text: 'The name of the grid', isRequired: true },
    {
      title: 'geometry',
      text: 'Polygon or MultiPolygon, also with holes; rings are closed',
      isRequired: true,
    },
  ],
};

export const columnsIn = { zh, en };
export const importColumns = bothLanguages(zh, en);
