import { bothLanguages } from '#ui/i18n/both.ts';
import { countText } from './count-text.ts';

const zh = {
  label: '网格范围',
  hint: '勾选街道或社区，以后新增的网格也算在内。',
  search: '编码或名称',
  nothing: '没有找到',
  whole: '全县',
  inside: (level: number, children: number, grids: number) =>
    [
      level === 0 && `${countText(children)} 街道`,
      level === 1 && `${countText(children)} 社区`,
      level < 3 && `${countText(grids)} 网格`,
    ]
      .filter(Boolean)
      .join(' · '),
  stranger: (code: string) => `${code}：网格表里没有`,
  empty: '还没有选',
  size: (cases: number, places: number) =>
    `手机上约有 **${countText(cases)}** 件案件、**${countText(places)}** 个点位`,
  megabytes: (text: string) => `，**${text} MB**`,
  seconds: (seconds: number) => `首次同步约 ${countText(seconds)} 秒（4G）`,
  photos: (photos: number) => `${countText(photos)} 张照片看到时才下载`,
  named: '只收到与本人或本单位有关的案件',
  measuring: '正在计算',
  unknown: '现在连不上服务器，算不出大小',
};
type ScopeMessages = typeof zh;

const many = (count: number, one: string, more: string): string =>
  `${countText(count)} ${count === 1 ? one : more}`;

const en: ScopeMessages = {
  label: 'Scope',
  hint: 'A street or community also covers the grids that are added to it later.',
  search: 'Code or name',
  nothing: 'Nothing found',
  whole: 'Whole county',
  inside: (level, children, grids) =>
    [
      level === 0 && many(children, 'street', 'streets'),
      level === 1 && many(children, 'community', 'communities'),
      level < 3 && many(grids, 'grid', 'grids'),
    ]
      .filter(Boolean)
      .join(' · '),
  stranger: (code) => `${code}: there is no such grid or area`,
  empty: 'Nothing chosen yet',
  size: (cases, places) =>
    `About **${countText(cases)}** ${cases === 1 ? 'case' : 'cases'} and **${countText(places)}** ${places === 1 ? 'place' : 'places'} on the phone`,
  megabytes: (text) => `, **${text} MB**`,
  seconds: (seconds) => `First sync about ${countText(seconds)} s on 4G`,
  photos: (photos) => `${many(photos, 'photo is', 'photos are')} fetched when looked at`,
  named: 'Receives only cases that concern the person or the unit',
  measuring: 'Being computed',
  unknown: 'The server cannot be reached: the size is not known',
};

export const scopeMessages = bothLanguages(zh, en);
