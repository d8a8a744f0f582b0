import { bothLanguages } from '#ui/i18n/both.ts';

const zh = {
  title: '设置',
  office: '单位',
  officeHint: '登记手机时，每个人会看到这个名称。',
  nameZh: '名称',
  nameEn: '英文名称',
  timeZone: '时区',
  hours: '工作时间',
  hoursHint: '工作时和工作日的时限只在这些时间里计时。',
  from: (row: number) => `第 ${row} 段，从`,
  to: (row: number) => `第 ${row} 段，到`,
  until: '至',
  addPart: '加一段',
  removePart: (row: number) => `删第 ${row} 段`,
  limits: '各阶段时限',
  limitsHint: '工作分钟。紧急：时限以紧急工作时计的类别。处置的时限在隐患目录里。',
  stage: '阶段',
  normal: '一般',
  urgent: '紧急',
  stages: { filing: '立案', dispatch: '派遣', signFor: '签收', verification: '核查' },
  minutesOf: (stage: string, kind: string) => `${stage}，${kind}，分钟`,
  approvals: '审批表',
  approvalsHint: '没有写到的，提出就生效。',
  approvalKinds: { extension: '延期', return: '退单', suspension: '挂账' },
  what: (row: number) => `第 ${row} 行，事项`,
  hazard: (row: number) => `第 ${row} 行，隐患类别`,
  fromTime: (row: number) => `第 ${row} 行，第几次起`,
  fromCases: (row: number) => `第 ${row} 行，几件起`,
  role: (row: number) => `第 ${row} 行，谁批`,
  columns: { what: '事项', hazard: '类别', fromTime: '第几次起', fromCases: '几件起', role: '谁批' },
  allHazards: '全部类别',
  addApproval: '加一行',
  removeApproval: (row: number) => `删第 ${row} 行`,
  noApprovals: '没有审批：延期、退单和挂账提出就生效。',
  approvalText: (of: {
    readonly what: string;
    readonly hazard: string | null;
    readonly fromTime: number;
    readonly fromCases: number;
    readonly role: string;
  }): string =>
    [
      of.hazard === null ? '' : `${of.hazard}：`,
      of.fromTime > 1 ? `同一案件第 ${of.fromTime} 次起` : '',
      of.fromCases > 1 ? `一次 ${of.fromCases} 件以上` : '',
      `${of.fromTime > 1 || of.fromCases > 1 ? '要' : ''}${of.what}，由${of.role}决定`,
    ].join(''),
  finalDispatch: '终审派遣',
  finalDispatchAfter: '退单几次后，审核主管可以终审派遣',
  finalDispatchHint: '终审派遣的案件，责任单位不能再退。',
  public: '公示',
  filingNumber: '备案号',
  filingNumberHint: '写在每个人的“我的 → 关于”里。没有备案就空着。',
  feedback: '意见反馈',
  feedbackHint: '电话、网址或地址，写在“我的 → 关于”里。',
  unsaved: '有没保存的修改',
  discard: '放弃修改',
};
export type SettingsMessages = typeof zh;

const ordinal = (count: number): string => {
  const ending = count % 100 > 10 && count % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
};

const en: SettingsMessages = {
  title: 'Settings',
  office: 'Office',
  officeHint: 'Everybody sees this name when a phone is enrolled.',
  nameZh: 'Chinese name',
  nameEn: 'Name',
  timeZone: 'Time zone',
  hours: 'Working hours',
  hoursHint: 'Limits in working hours and working days run in these hours only.',
  from: (row) => `Part ${row}, from`,
  to: (row) => `Part ${row}, to`,
  until: 'to',
  addPart: 'Add a part',
  removePart: (row) => `Remove part ${row}`,
  limits: 'Limits of the stages',
  limitsHint:
    'Working minutes. Urgent: kinds whose limit is in urgent hours. The limit of the rectification is in the catalogue.',
  stage: 'Stage',
  normal: 'Normal',
  urgent: 'Urgent',
  stages: { filing: 'Filing', dispatch: 'Dispatch', signFor: 'Sign for', verification: 'Verification' },
  minutesOf: (stage, kind) => `${stage}, ${kind}, minutes`,
  approvals: 'Approvals',
  approvalsHint: 'What no row names takes effect at once.',
  approvalKinds: { extension: 'extension', return: 'return', suspension: 'suspension' },
  what: (row) => `Row ${row}, what`,
  hazard: (row) => `Row ${row}, hazard kind`,
  fromTime: (row) => `Row ${row}, from which time on`,
  fromCases: (row) => `Row ${row}, from how many cases on`,
  role: (row) => `Row ${row}, who decides`,
  columns: { what: 'What', hazard: 'Kind', fromTime: 'Time', fromCases: 'Cases', role: 'Who decides' },
  allHazards: 'All kinds',
  addApproval: 'Add a row',
  removeApproval: (row) => `Remove row ${row}`,
  noApprovals: 'No approvals: extensions, returns and suspensions take effect at once.',
  approvalText: ({ what, hazard, fromTime, fromCases, role }) =>
    [
      `${what.charAt(0).toUpperCase()}${what.slice(1)}`,
      hazard === null ? '' : ` for ${hazard}`,
      fromTime > 1 ? `, from the ${ordinal(fromTime)} time on` : '',
      fromCases > 1 ? `, for ${fromCases} cases or more at once` : '',
      `: decided by ${role}`,
    ].join(''),
  finalDispatch: 'Final dispatch',
  finalDispatchAfter: 'Bounces after which a reviewer may make a final dispatch',
  finalDispatchHint: 'The unit cannot decline a final dispatch.',
  public: 'Public information',
  filingNumber: 'Filing number',
  filingNumberHint: 'Shown to everybody under Me → About. Leave it empty if the app is not filed.',
  feedback: 'Feedback',
  feedbackHint: 'A phone number, a link or an address, shown under Me → About.',
  unsaved: 'Some changes are not saved',
  discard: 'Discard changes',
};

export const settingsMessages = bothLanguages(zh, en);
