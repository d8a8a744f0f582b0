import type { FileFault, ImportKind } from '#domain/office/messages.ts';
import type { Datum } from '#ui/state/office/office.ts';
import { bothLanguages } from '#ui/i18n/both.ts';
import { countText } from './count-text.ts';

const rows = (count: number): string => `${countText(count)} 行`;

const zh = {
  button: '导入',
  title: {
    area: '导入街道和社区',
    grid: '导入网格',
    unit: '导入责任单位',
    person: '导入人员',
    place: '导入点位',
    hazardKind: '导入隐患目录',
    calendar: '导入日历',
  } as Readonly<Record<ImportKind, string>>,
  back: '返回',
  drop: '把文件拖到这里',
  choose: '选文件',
  formats: (isShapes: boolean): string =>
    isShapes ? 'GeoJSON' : 'CSV（UTF-8 或 GB18030）或 XLSX，读第一张表',
  columns: '表里的列',
  required: '必填',
  template: '下载空白表',
  templateHint: '编码和手机号这些长数字，请把列设为“文本”，不然表格软件会改成科学记数。',
  datum: '坐标是哪一种',
  datums: {
    WGS84: 'WGS-84：卫星定位的原始坐标',
    GCJ02: 'GCJ-02：高德、腾讯地图上的坐标',
    BD09: 'BD-09：百度地图上的坐标',
  } as Readonly<Record<Datum, string>>,
  datumHint: '写入时换算成 WGS-84。选错了，位置会偏几百米。',
  sending: (percent: number) => `正在上传 ${percent}%`,
  checking: '正在检查每一行',
  writing: '正在写入',
  file: (name: string, sheet: string | null, count: number) =>
    [name, sheet && `表“${sheet}”`, rows(count)].filter(Boolean).join(' · '),
  otherFile: '换文件',
  outcome: { new: '新增', same: '已有，不变', changed: '已有，要改', wrong: '有误' },
  nothingWritten: '还没有写入任何内容',
  planChanged: '刚才数据有变化，已经重新检查。请再看一遍。',
  ignored: (titles: string) => `没有用到的列：${titles}`,
  onlyFirst: (count: number) => `这里只列出前 ${rows(count)}，有误的在最前面。`,
  none: '没有这样的行',
  row: '行',
  result: '结果',
  inColumn: (column: string, text: string) => `${column} 列：${text}`,
  becomes: (title: string, before: string, after: string) => `${title} ${before || '空'} → ${after || '空'}`,
  becomesNew: '新增',
  staysSame: '已有，不变',
  known: '已有',
  downloadWrong: (count: number) => `下载有误的 ${rows(count)}`,
  wrongColumn: '错误',
  wrongFile: '有误的行',
  leaveOut: (count: number) => `不写入有误的 ${rows(count)}`,
  chooseFirst: '先改好有误的行，或者选不写入它们。',
  nothingToWrite: '文件和现有数据一样，没有要写入的。',
  write: (count: number, of: ImportKind) => `写入 ${countText(count)} ${zhCounted[of]}`,
  done: (count: number, of: ImportKind) => `已写入 ${countText(count)} ${zhCounted[of]}`,
  doneHint: (created: number) =>
    `${created > 0 ? `其中新增 ${countText(created)}。` : ''}谁、什么时候、从哪个文件导入，都在操作记录里。`,
  printHint: '新增的人要用登记码登记手机。登记码一次有效，24 小时。',
  refused: '服务器没有接受这个文件',
  faults: {
    empty: () => '文件是空的，或者只有标题行。',
    tooLarge: () => '文件太大。请分成几个文件，或者去掉用不到的列和图片。',
    tooManyRows: (text) => `行太多${text && `：最多 ${text} 行`}。请分成几个文件。`,
    tooManyColumns: (text) => `列太多${text && `：最多 ${text} 列`}。请只留下要导入的列。`,
    tooManyPoints: (text) => `边界的点太多${text && `：最多 ${text} 个`}。请先把边界简化。`,
    unknownFormat: () => '认不出这种文件。请用 CSV、XLSX，网格用 GeoJSON。',
    oldExcel: () => '这是老格式的 Excel（.xls）。请另存为 .xlsx。',
    encrypted: () => '文件有密码。请去掉密码后再选。',
    damaged: () => '文件已损坏，读不出来。请重新保存或重新导出。',
    badEncoding: () => '文字编码认不出来。请另存为 UTF-8 的 CSV，或者用 XLSX。',
    noColumns: (text) => `没有找到需要的列${text && `：${text}`}。第一行要是列的标题，可以下载空白表对照。`,
    notGeoJson: () => '不是 GeoJSON。请从地图软件导出面图层，格式选 GeoJSON。',
    otherDatum: (text) => `文件写明是别的坐标系${text && `：${text}`}。请导出为 WGS-84（EPSG:4326）。`,
    tookTooLong: () => '检查的时间太长，已经停下。请分成几个文件。',
  } as Readonly<Record<FileFault, (text: string) => string>>,
};
const zhCounted: Readonly<Record<ImportKind, string>> = {
  area: '个街道、社区',
  grid: '个网格',
  unit: '个单位',
  person: '人',
  place: '个点位',
  hazardKind: '个类别',
  calendar: '年',
};
type ImportMessages = typeof zh;

const many = (count: number, one: string, more = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : more}`;

const counted: Readonly<Record<ImportKind, readonly [string, string?]>> = {
  area: ['area'],
  grid: ['grid'],
  unit: ['unit'],
  person: ['person', 'people'],
  place: ['place'],
  hazardKind: ['hazard kind'],
  calendar: ['year'],
};

const en: ImportMessages = {
  button: 'Import',
  title: {
    area: 'Import streets and communities',
    grid: 'Import grids',
    unit: 'Import units',
    person: 'Import people',
    place: 'Import places',
    hazardKind: 'Import hazard kinds',
    calendar: 'Import calendars',
  },
  back: 'Back',
  drop: 'Drop a file here',
  choose: 'Choose a file',
  formats: (isShapes) => (isShapes ? 'GeoJSON' : 'CSV (UTF-8 or GB18030) or XLSX; the first sheet is read'),
  columns: 'Columns of the table',
  required: 'Required',
  template: 'Download an empty table',
  templateHint:
    'Set columns with long numbers, such as codes and phone numbers, to text. Otherwise the spreadsheet changes them.',
  datum: 'Coordinates of the file',
  datums: {
    WGS84: 'WGS-84: as satellite receivers give them',
    GCJ02: 'GCJ-02: from the maps of Amap or Tencent',
    BD09: 'BD-09: from the maps of Baidu',
  },
  datumHint: 'They are stored as WGS-84. A wrong choice moves positions by hundreds of metres.',
  sending: (percent) => `Sending ${percent} %`,
  checking: 'Every row is being checked',
  writing: 'Writing',
  file: (name, sheet, count) =>
    [name, sheet && `sheet “${sheet}”`, many(count, 'row')].filter(Boolean).join(' · '),
  otherFile: 'Other file',
  outcome: { new: 'new', same: 'known, the same', changed: 'known, to change', wrong: 'wrong' },
  nothingWritten: 'Nothing has been written yet',
  planChanged: 'The data changed meanwhile, so the file was checked again. Please look once more.',
  ignored: (titles) => `Columns that are not used: ${titles}`,
  onlyFirst: (count) => `Only the first ${many(count, 'row')} are listed, the wrong ones at the top.`,
  none: 'There are no such rows',
  row: 'Row',
  result: 'Result',
  inColumn: (column, text) => `Column ${column}: ${text}`,
  becomes: (title, before, after) => `${title} ${before || 'empty'} → ${after || 'empty'}`,
  becomesNew: 'New',
  staysSame: 'Known, the same',
  known: 'Known',
  downloadWrong: (count) => `Download the ${many(count, 'wrong row')}`,
  wrongColumn: 'Problem',
  wrongFile: 'wrong rows',
  leaveOut: (count) => `Leave out the ${many(count, 'wrong row')}`,
  chooseFirst: 'Correct the wrong rows first, or choose to leave them out.',
  nothingToWrite: 'The file and the data are the same: there is nothing to write.',
  write: (count, of) => `Write ${many(count, ...counted[of])}`,
  done: (count, of) => `${many(count, ...counted[of])} written`,
  doneHint: (created) =>
    `${created > 0 ? `${countText(created)} of them new. ` : ''}The audit says who imported what, when and from which file.`,
  printHint: 'New people need a code to enrol their phones. A code is valid once, for 24 hours.',
  refused: 'The server did not accept this file',
  faults: {
    empty: () => 'The file is empty or has only a row of titles.',
    tooLarge: () => 'The file is too large. Split it, or remove columns and pictures that are not used.',
    tooManyRows: (text) => `The file has too many rows${text && `: ${text} at most`}. Split it.`,
    tooManyColumns: (text) =>
      `The file has too many columns${text && `: ${text} at most`}. Leave only those to import.`,
    tooManyPoints: (text) =>
      `The boundaries have too many points${text && `: ${text} at most`}. Simplify them first.`,
    unknownFormat: () => 'This format is not known. Use CSV or XLSX, and GeoJSON for grids.',
    oldExcel: () => 'This is the old format of Excel (.xls). Save it as .xlsx.',
    encrypted: () => 'The file has a password. Remove the password first.',
    damaged: () => 'The file is damaged and cannot be read. Save or export it again.',
    badEncoding: () => 'The encoding of the text is not known. Save it as CSV in UTF-8, or use XLSX.',
    noColumns: (text) =>
      `Columns are missing${text && `: ${text}`}. The first row must have the titles; compare with the empty table.`,
    notGeoJson: () => 'This is no GeoJSON. Export the layer with the polygons as GeoJSON.',
    otherDatum: (text) =>
      `The file states other coordinates${text && `: ${text}`}. Export it as WGS-84 (EPSG:4326).`,
    tookTooLong: () => 'The check took too long and was stopped. Split the file.',
  },
};

export const importMessages = bothLanguages(zh, en);
