import { bothLanguages } from '#ui/i18n/both.ts';

type Step = { readonly title: string; readonly what: string; readonly go: string };

const zh = {
  title: '开始使用',
  lead: (done: number, all: number) => `${all} 步里做好了 ${done} 步`,
  allDone: '都做好了。这一页不再出现在左边，以后从“设置”里改。',
  skip: '跳过',
  unskip: '不跳过了',
  done: '已完成',
  skipped: '已跳过',
  next: '下一步',
  open: '待做',
  step: (number: number) => `第 ${number} 步`,
  countyZh: '区县名称',
  countyEn: '区县英文名称，可以不填',
  officeZh: '单位名称，例如 运河区网格中心',
  officeEn: '单位英文名称，可以不填',
  save: '保存名称',
  steps: {
    county: {
      title: '给本县起名',
      what: '写上区县和单位的名称。每个人登记手机时先看到它，知道没有登记错地方。',
      go: '去设置',
    },
    grids: {
      title: '导入网格',
      what: '网格是一份 GeoJSON 边界文件，每个网格有 15 位编码。没有网格就不能分配人员，也不知道上报在哪里。',
      go: '去网格',
    },
    people: {
      title: '加责任单位和人员',
      what: '一个一个加，或者从名册导入。每个人有一个角色和自己的网格，手机上只有那些网格的内容。',
      go: '去人员',
    },
    labels: {
      title: '加点位，贴二维码',
      what: '点位是反复检查的地方，例如充电棚和餐馆。打印标签贴在现场，扫一下就选好地点。',
      go: '去点位',
    },
    phone: {
      title: '登记第一部手机',
      what: '在人员里打开一个人，发登记码。他用手机相机扫，或者在“巡格”里输入 8 位码。',
      go: '去人员',
    },
    report: {
      title: '收到第一份上报',
      what: '请他在手机上拍一张、存一份上报。几秒后它出现在审核里，断网时先存在手机上。',
      go: '去审核',
    },
  } satisfies Readonly<Record<string, Step>>,
  results: {
    county: (name: string) => name,
    grids: (count: string) => `${count} 个网格`,
    people: (units: string, people: string) => `${units} 个责任单位，${people} 人`,
    labels: (count: string) => `${count} 个点位`,
    phone: (count: string) => `${count} 部手机`,
    report: (count: string) => `${count} 件案件`,
  },
  unreachable: '要联网才知道做到了哪一步',
};
export type FirstStepsMessages = typeof zh;

const some = (count: string, one: string): string => (count === '1' ? `1 ${one}` : `${count} ${one}s`);

const en: FirstStepsMessages = {
  title: 'First steps',
  lead: (done, all) => `${done} of ${all} steps are done`,
  allDone: 'All is done. This page leaves the list on the left. Everything can be changed in its section.',
  skip: 'Skip',
  unskip: 'Do not skip',
  done: 'Done',
  skipped: 'Skipped',
  next: 'Next',
  open: 'Open',
  step: (number) => `Step ${number}`,
  countyZh: 'Chinese name of the county',
  countyEn: 'County in English, optional',
  officeZh: 'Chinese name of the office',
  officeEn: 'Office in English, optional',
  save: 'Save the names',
  steps: {
    county: {
      title: 'Name the county',
      what: 'Give the names of the county and of the office. Everybody who enrols a phone sees them first and knows that it is the right place.',
      go: 'To the settings',
    },
    grids: {
      title: 'Import the grids',
      what: 'The grids come as a GeoJSON file of boundaries, each with its code of 15 digits. Without them nobody has a scope, and no report has a grid.',
      go: 'To the grids',
    },
    people: {
      title: 'Add units and people',
      what: 'Add them one by one, or import a list. Each person has a role and grids, and the phone receives these grids only.',
      go: 'To the people',
    },
    labels: {
      title: 'Add places and put up QR labels',
      what: 'A place is checked again and again, such as a charging shed or a restaurant. Print the labels and put them up: a scan then chooses the place.',
      go: 'To the places',
    },
    phone: {
      title: 'Enrol the first phone',
      what: 'Open a person and make a code. The person scans it with the camera of the phone, or types its 8 characters in the app.',
      go: 'To the people',
    },
    report: {
      title: 'Receive the first report',
      what: 'Ask the person to take a photo and save a report. It is at the desk seconds later; without a signal it waits on the phone.',
      go: 'To the desk',
    },
  },
  results: {
    county: (name) => name,
    grids: (count) => some(count, 'grid'),
    people: (units, people) => `${some(units, 'unit')}, ${people === '1' ? '1 person' : `${people} people`}`,
    labels: (count) => some(count, 'place'),
    phone: (count) => some(count, 'phone'),
    report: (count) => some(count, 'case'),
  },
  unreachable: 'A link is needed to know which steps are done',
};

export const firstStepsMessages = bothLanguages(zh, en);
