import { bothLanguages } from './both.ts';

const zh = {
  title: '巡查点位',
  public: '这里定期有人做安全检查。如果你是工作人员，请登录。',
  report: '在这里上报',
  unknown: '这部手机上没有这个点位',
  unknownHint: '它可能不在你的网格里，或者还没有同步到这部手机。',
  retired: '这个点位已停用',
  retiredHint: '不再在这里检查，标签可以取下。',
  home: '返回首页',
};

const en: typeof zh = {
  title: 'Inspection point',
  public: 'The safety of this place is checked regularly. Staff: sign in.',
  report: 'Report here',
  unknown: 'This phone does not have this place',
  unknownHint: 'It may be outside your grids, or not yet on this phone.',
  retired: 'This place is retired',
  retiredHint: 'It is not inspected any more. The label can be removed.',
  home: 'Home',
};

/** Of the screen behind the code on a label. */
export const scannedPlaceMessages = bothLanguages(zh, en);
