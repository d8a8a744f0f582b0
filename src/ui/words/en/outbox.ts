import type { outbox as outboxInChinese } from '#ui/words/zh/outbox.ts';
import { plural } from './plural.ts';

export const outbox: typeof outboxInChinese = {
  title: 'Outbox',
  left: 'Still to be sent',
  texts: 'Texts',
  photos: 'Photos',
  bytes: 'Size',
  time: 'Time left',
  minutes: (minutes) => (minutes === 1 ? 'under 1 min' : `${minutes} min`),
  unknown: '–',
  items: 'What waits to be sent',
  empty: 'Everything is on the server',
  emptyWhat: 'Nothing on this phone waits to be sent.',
  retry: 'Retry',
  retryOne: (title) => `Retry: ${title}`,
  tries: (count) => (count === 1 ? 'tried once' : `tried ${count} times`),
  photo: (number) => `Photo ${number}`,
  photoStates: {
    here: 'On this phone',
    stored: 'Received, to be checked',
    there: 'On the server',
    lost: 'Lost: neither here nor on the server',
  },
  sending: (percent) => `Sending ${percent}%`,
  sent: (size) => `${size} sent`,
  progress: (photo) => `Progress of ${photo}`,
  link: { offline: 'no signal', timeout: 'signal too weak, timed out', stopped: 'interrupted' },
  wifiOnly: 'Photos over Wi-Fi only',
  wifiOnlyWhat:
    'On mobile data photos wait; text and small pictures go all the same. “Send now” makes an exception once.',
  receipts: 'Receipts',
  today: (reports, photos) => `Today ${plural(reports, 'report')}, ${plural(photos, 'photo')}`,
  todayNone: 'No reports yet today',
  day: (reports, photos) => `${plural(reports, 'report')} · ${plural(photos, 'photo')}`,
  allThere: 'All complete on the server',
  someThere: (complete, of) => `${complete} of ${of} complete`,
  earlier: 'Last 30 days',
  compare: 'Compare with the server',
  compareWhat: 'Asks the server about each one and compares fingerprints. What is being sent goes on.',
  comparing: (asked, of) => (of === 0 ? 'Comparing…' : `Comparing ${asked}/${of}`),
  equal: (time, texts, photos) =>
    `Compared ${time}: ${plural(texts, 'entry', 'entries')} and ${plural(photos, 'photo')}, all on the server, all the same`,
  nothingToCompare: 'Nothing has reached the server yet, so there is nothing to compare',
  differs: (time) => `Compared ${time}: something is missing on the server`,
  again: (texts, photos) =>
    `${plural(texts, 'entry', 'entries')} and ${plural(photos, 'photo')} were missing and are being sent again`,
  lost: (photos) =>
    `${plural(photos, 'photo')} cannot be recovered: not on the server, and no longer on this phone`,
  notAsked: 'What is still to be sent was not part of it.',
  compareFailed: (why) => `Not compared: ${why}`,
};
