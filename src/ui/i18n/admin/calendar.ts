import { bothLanguages } from '#ui/i18n/both.ts';
import { intl } from '#ui/i18n/format.ts';

const zh = {
  title: '日历',
  year: (year: number) => `${year} 年`,
  earlier: (year: number) => `上一年，${year} 年`,
  later: (year: number) => `下一年，${year} 年`,
  off: '放假',
  work: '调休上班',
  weekend: '周末',
  workday: '上班',
  today: '今天',
  provisional: '暂定',
  days: (count: number) => `${count} 天`,
  workingDays: '工作日',
  howTo: '点一天，或用方向键移到它再按空格：平日改为放假，周末改为上班。',
  coveredUntil: '通知管到',
  coveredUntilHint: '这一天之后的时限都算暂定，等下一年的通知。',
  source: '来源',
  sourceHint: '通知的文号',
  none: (year: number) => `还没有 ${year} 年的日历`,
  noneHint: '现在按周末推算，算出的时限都是暂定。收到国务院办公厅的通知后，在这里点出放假和上班的日子。',
  begin: (year: number) => `开始编 ${year} 年`,
  uncovered: (day: string) => `${day}之后没有通知管到：那些天按周末推算，时限是暂定的。`,
  unsaved: '有没保存的修改',
  discard: '放弃修改',
  lastEdits: '最近修改',
};
export type CalendarMessages = typeof zh;

const en: CalendarMessages = {
  title: 'Calendar',
  year: (year) => `${year}`,
  earlier: (year) => `Year before, ${year}`,
  later: (year) => `Year after, ${year}`,
  off: 'Day off',
  work: 'Make-up working day',
  weekend: 'Weekend',
  workday: 'Working day',
  today: 'Today',
  provisional: 'provisional',
  days: (count) => (count === 1 ? '1 day' : `${count} days`),
  workingDays: 'Working days',
  howTo:
    'Click a day, or move to it with the arrow keys and press Space: a weekday becomes a day off, a weekend day a working day.',
  coveredUntil: 'Covered until',
  coveredUntilHint: 'Due times after this day are provisional until the next notice.',
  source: 'Source',
  sourceHint: 'The number of the notice',
  none: (year) => `There is no calendar for ${year} yet`,
  noneHint:
    'The week decides for now, and due times are provisional. When the notice of the State Council is there, mark its days off and working days here.',
  begin: (year) => `Begin ${year}`,
  uncovered: (day) =>
    `No notice covers the days after ${day}: the week decides, and due times are provisional.`,
  unsaved: 'Some changes are not saved',
  discard: 'Discard changes',
  lastEdits: 'Last edits',
};

export const calendarMessages = bothLanguages(zh, en);

/** Days have no time zone: they are formatted at midnight UTC. */
const format = (use: string, options: Intl.DateTimeFormatOptions, day: string): string =>
  intl(use, (locale) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })).format(
    new Date(`${day}T00:00:00Z`),
  );

/** 1月1日 周四 */
export const dayName = (day: string): string =>
  format('calendar day', { month: 'long', day: 'numeric', weekday: 'short' }, day);
/** 2026年12月31日 */
export const fullDay = (day: string): string =>
  format('calendar full day', { year: 'numeric', month: 'long', day: 'numeric' }, day);
export const monthName = (day: string): string => format('calendar month', { month: 'long' }, day);
/** 1 is Monday. The first of June 2026 is a Monday. */
export const weekdayName = (weekday: number): string =>
  format('calendar weekday', { weekday: 'narrow' }, `2026-06-0${weekday}`);
