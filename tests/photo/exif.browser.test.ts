import { afterAll, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { createPhotoPipeline, type ProcessedPhoto } from '#photo/photo-pipeline.ts';
import { withExif, type ExifValues } from '#tests/support/data/jpeg-with-exif.ts';
import { fixture, paint, quarters } from './pictures.ts';

const pipeline = createPhotoPipeline();
afterAll(() => pipeline.dispose());

const processed = async (file: Blob): Promise<ProcessedPhoto> => {
  const result = await pipeline.process(file, 'photo.jpg');
  if (!result.ok) throw new Error(`refused as ${result.error}`);
  return result.value;
};

const plain = await paint(40, 30, quarters(40, 30));
const taken = (values: ExifValues) => processed(new Blob([withExif(plain, values)]));

const stairwell = {
  lat: [
    [30, 1],
    [16, 1],
    [2520, 100],
  ],
  latRef: 'N',
  lon: [
    [120, 1],
    [9, 1],
    [18, 1],
  ],
  lonRef: 'E',
} as const;

describe('EXIF data', () => {
  test('position, accuracy and time → are returned with the photo', async () => {
    const photo = await taken({
      gps: { ...stairwell, positioningError: [479, 100] },
      dateTimeOriginal: '2024:05:07 09:33:04',
      offsetTimeOriginal: '+08:00',
    });
    expect(photo.position).toEqual({
      lat: expect.closeTo(30.273667, 6),
      lon: expect.closeTo(120.155, 6),
      accuracyMetres: 4.79,
      ageMillis: null,
      source: 'photo',
    });
    expect(photo.takenAt).toBe('2024-05-07T09:33:04+08:00');
  });

  test('southern and western hemisphere → negative values', async () => {
    const { position } = await taken({ gps: { ...stairwell, latRef: 'S', lonRef: 'W' } });
    expect(position).toMatchObject({ lat: expect.closeTo(-30.273667, 6), lon: expect.closeTo(-120.155, 6) });
    expect(position?.accuracyMetres).toBeNull();
  });

  const zero = [
    [0, 1],
    [0, 1],
    [0, 1],
  ] as const;
  test.each<[string, NonNullable<ExifValues['gps']>]>([
    ['0,0', { ...stairwell, lat: zero, lon: zero }],
    [
      'undefined rationals',
      {
        ...stairwell,
        lat: [
          [30, 1],
          [16, 1],
          [0, 0],
        ],
      },
    ],
    [
      'a division by zero',
      {
        ...stairwell,
        lon: [
          [120, 0],
          [9, 1],
          [18, 1],
        ],
      },
    ],
    [
      'a latitude beyond the pole',
      {
        ...stairwell,
        lat: [
          [91, 1],
          [0, 1],
          [0, 1],
        ],
      },
    ],
    [
      'a longitude beyond the date line',
      {
        ...stairwell,
        lon: [
          [4_294_967_295, 1],
          [0, 1],
          [0, 1],
        ],
      },
    ],
    [
      'sixty minutes',
      {
        ...stairwell,
        lat: [
          [30, 1],
          [60, 1],
          [0, 1],
        ],
      },
    ],
    ['one number instead of three', { ...stairwell, lat: [[30, 1]] }],
    ['no hemisphere', { lat: stairwell.lat, lon: stairwell.lon, lonRef: 'E' }],
    ['an unknown hemisphere', { ...stairwell, latRef: 'X' }],
    ['a latitude alone', { lat: stairwell.lat, latRef: 'N' }],
    ['a datum alone', { datum: 'WGS-84' }],
    ['a receiver without a fix', { ...stairwell, status: 'V' }],
  ])('%s → no position', async (_, gps) => {
    expect((await taken({ gps })).position).toBeNull();
  });

  test.each([
    ['2024:05:07 09:33:04', undefined, '2024-05-07T09:33:04'],
    ['2024:05:07 09:33:04', 'Z', '2024-05-07T09:33:04'],
    ['2024:05:07 09:33:04', '   :  ', '2024-05-07T09:33:04'],
    ['    :  :     :  :  ', '+08:00', null],
    ['0000:00:00 00:00:00', undefined, null],
    ['2023:02:29 10:00:00', undefined, null],
    ['2023:02:28 25:00:00', undefined, null],
    ['yesterday', undefined, null],
  ])('time %j with offset %j → %j', async (dateTimeOriginal, offsetTimeOriginal, expected) => {
    const exif = { dateTimeOriginal, ...(offsetTimeOriginal ? { offsetTimeOriginal } : {}) };
    expect((await taken(exif)).takenAt).toBe(expected);
  });

  test('no EXIF → no metadata, no error', async () => {
    expect(await processed(new Blob([plain]))).toMatchObject({ takenAt: null, position: null });
  });

  test('processed photo → contains no EXIF', async () => {
    const { data } = await taken({ gps: stairwell });
    expect(new TextDecoder('latin1').decode(data)).not.toContain('Exif');
  });
});

/** Degrees from the README of the fixtures or from the GPS blocks; null where the device wrote no usable position. */
const positionsByFile: Record<string, readonly [lat: number, lon: number] | null> = {
  '67-0_length_string.jpg': [51.025, 7.591944],
  'Apple_iPhone_4.jpg': [41.853, 12.488833],
  'Apple_iPhone_5.jpg': [47.627167, -122.337333],
  'DSCN0010.jpg': [43.467448, 11.885127],
  'DSCN0012.jpg': [43.467157, 11.885395],
  'DSCN0021.jpg': [43.467082, 11.884538],
  'DSCN0025.jpg': [43.468365, 11.881635],
  'DSCN0027.jpg': [43.468442, 11.881515],
  'FLIR_Vue_Pro_640.jpg': null,
  'FujiFilm_FinePixS1Pro_1_.jpg': [54.989667, -1.914167],
  'HMD_Nokia_8.3_5G.jpg': [60.146706, 24.906772],
  'HTC_Desire.jpg': [45.500667, 9.110333],
  'Issue_508.jpg': [43.859469, 15.503283],
  'Kodak_CX7530.jpg': [-0.3713, 36.056417],
  'Nikon_D5000.jpg': null,
  'Oppo_R7_Plus.jpg': [60.267464, 8.771132],
  'Samsung_GT-I9000_Galaxy_S_.jpg': null,
  'Sony_DSC-HX5V_2_.jpg': [51.778615, 8.365638],
};

const gpsFiles = await commands.listFixtures('photos/gps');

describe.skipIf(gpsFiles.length === 0)('real photos with a GPS block', () => {
  test('the fixtures → each has an expectation', () => {
    expect(gpsFiles).toEqual(Object.keys(positionsByFile).sort());
  });

  test.each(gpsFiles)('%s → its position, or none', async (name) => {
    const { position } = await processed(await fixture(`photos/gps/${name}`));
    const expected = positionsByFile[name];
    if (!expected) return expect(position).toBeNull();
    expect(position?.lat).toBeCloseTo(expected[0], 5);
    expect(position?.lon).toBeCloseTo(expected[1], 5);
  });

  test('times and accuracies → kept as written', async () => {
    const [nokia, iphone] = await Promise.all([
      fixture('photos/gps/HMD_Nokia_8.3_5G.jpg').then(processed),
      fixture('photos/gps/Issue_508.jpg').then(processed),
    ]);
    expect(nokia.takenAt).toBe('2022-08-14T14:12:31+03:00');
    expect(iphone.takenAt).toBe('2020-09-02T18:52:42');
    expect(iphone.position?.accuracyMetres).toBeCloseTo(4.793, 3);
    expect(iphone).toMatchObject({ width: 1, height: 1 });
  });
});
