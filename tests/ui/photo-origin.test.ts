import { expect, test } from 'vitest';
import { photoOrigin } from '#ui/i18n/photo-origin.ts';

const DAY = 24 * 60 * 60_000;
const reportedAt = Date.UTC(2026, 2, 1, 2);
const report = { position: { lat: 30.27, lon: 120.15 }, reportedAt, timeline: [] };
const at = (lat: number, source: 'device' | 'photo') => ({
  lat,
  lon: 120.15,
  accuracyMetres: null,
  ageMillis: null,
  source,
});
const taken = (before: number): string => new Date(reportedAt - before).toISOString();

test('camera photo at the report → when it was taken, no warning', () => {
  const origin = photoOrigin(
    { source: 'camera', takenAt: taken(60_000), position: at(30.2701, 'device') },
    report,
  );
  expect(origin).toEqual({ text: expect.stringMatching(/^现场拍摄 · .*拍$/), warning: null });
});

test('album photo of 40 days ago and 20 km away → a warning with both', () => {
  const origin = photoOrigin(
    { source: 'file', takenAt: taken(40 * DAY), position: at(30.45, 'photo') },
    report,
  );
  expect(origin.warning).toBe('相册 · 上报前 40天拍的 · 距上报处 20公里');
  expect(origin.text).toContain('距上报处 20公里');
});

test('album photo whose time is after the report → a warning that says so', () => {
  expect(
    photoOrigin({ source: 'file', takenAt: taken(-400 * DAY), position: null }, report).warning,
  ).toContain('时间比上报晚');
});

test('album photo without a time → a warning that says so; camera photo without one → none', () => {
  expect(photoOrigin({ source: 'file', takenAt: null, position: null }, report).warning).toBe(
    '相册 · 不知道何时拍的',
  );
  expect(photoOrigin({ source: 'camera', takenAt: null, position: null }, report)).toEqual({
    text: '现场拍摄',
    warning: null,
  });
});

test('album photo of the same hour at the report → no warning', () => {
  const origin = photoOrigin(
    { source: 'file', takenAt: taken(60_000), position: at(30.27, 'photo') },
    report,
  );
  expect(origin.warning).toBeNull();
});

test('camera photo of a phone whose clock is ten years behind → the time of its event, no warning', () => {
  const deviceAt = Date.UTC(2016, 0, 1);
  const photo = {
    source: 'camera',
    takenAt: new Date(deviceAt - 60_000).toISOString(),
    position: null,
    eventId: 'e',
  } as const;
  const timeline = [{ eventId: 'e', at: reportedAt, deviceAt }];
  expect(photoOrigin(photo, { ...report, timeline }).warning).toBeNull();
  expect(photoOrigin({ ...photo, eventId: 'other' }, { ...report, timeline }).warning).toContain('上报前');
  expect(photoOrigin({ ...photo, source: 'file' }, { ...report, timeline }).warning).toContain('上报前');
});
