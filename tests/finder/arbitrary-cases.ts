/** Random cases with few different values, so that filters match, tie and overlap. */
import * as fc from 'fast-check';
import type { Case } from '#domain/case/case.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import type { Stored } from '#domain/protocol/pull.ts';
import type { IndexedCase } from '#finder/columns.ts';
import { caseOrders, stateFilters, type CaseFilter } from '#finder/finder.ts';
import type { Named } from '#finder/names.ts';
import { caseStates } from '#domain/case/states.ts';
import { severities } from '#domain/catalogue/severities.ts';
import { aCase, aCasePhoto } from '#tests/support/data/a-case.ts';

export const grids = ['330106001001001', '330106001001002', '330106002001001'];
/** So far apart that they stay separate at every zoom from 5 on. */
export const sites = [
  { lat: 30.27, lon: 120.15 },
  { lat: 39.9, lon: 116.4 },
  { lat: -33.86, lon: 151.2 },
  { lat: 64.15, lon: -21.94 },
];
const ids = Array.from({ length: 12 }, (_, at) => `0190a000-0000-7000-8000-${String(at).padStart(12, '0')}`);
const words = [
  '飞线充电',
  '楼道',
  '３号楼',
  '3号楼',
  'E-Bike',
  'e-bike',
  'ＧＡＳ',
  '瓶',
  '',
  '７',
  '7',
  'ﬁre',
];
const phrase = fc.array(fc.constantFrom(...words), { maxLength: 3 }).map((it) => it.join(' '));
const line = fc.constantFrom(...words);

const photo = (at: number): Case['photos'][number] =>
  aCasePhoto({ sha256: String(at).repeat(64), thumbnail: { sha256: `${at}`.repeat(64), bytes: 100 } });
const photos = fc.subarray([0, 1, 2]).map((numbers) => numbers.map(photo));
const stored: fc.Arbitrary<Record<string, Stored>> = fc
  .tuple(...[0, 1, 2].map(() => fc.option(fc.constantFrom('thumbnail' as const, 'complete' as const))))
  .map((each) => Object.fromEntries(each.flatMap((it, at) => (it === null ? [] : [[photo(at).sha256, it]]))));

const oneCase: fc.Arbitrary<Case> = fc
  .record({
    id: fc.constantFrom(...ids),
    state: fc.constantFrom(...caseStates),
    hazard: fc.constantFrom('EB01', 'EB02', 'WA01', 'ZZ99'),
    severity: fc.constantFrom(...severities),
    grid: fc.option(fc.constantFrom(...grids), { nil: null }),
    reportedAt: fc.nat({ max: 4 }),
    reporter: fc.constantFrom('p-1', 'p-2', 'p-3'),
    site: fc.option(fc.constantFrom(...sites), { nil: null }),
    description: phrase,
    spot: fc.record({
      placeId: fc.constantFrom(null, 'place-1', 'place-2'),
      placeName: line,
      building: line,
      unit: line,
      floor: line,
      detail: line,
    }),
    photos,
  })
  .map(({ site, ...it }) =>
    aCase({
      position: site && { ...site, accuracyMetres: 5, ageMillis: 0, source: 'device' },
      noPosition: site ? null : 'indoors',
      ...it,
    }),
  );

export const indexedCase: fc.Arbitrary<IndexedCase> = fc.record({ case: oneCase, stored });

export const named: fc.Arbitrary<Named> = fc.record({
  kinds: fc.subarray([
    ...shippedHazardKinds.slice(0, 2),
    shippedHazardKinds.find((it) => it.code === 'WA01')!,
  ]),
  places: fc.subarray([
    { id: 'place-1', name: { zh: '翠苑三区', en: 'Cuiyuan 3' } },
    { id: 'place-2', name: { zh: '文一路', en: 'WENYI Road' } },
  ]),
  people: fc.subarray([
    { id: 'p-1', name: '王强' },
    { id: 'p-2', name: 'Li Na' },
  ]),
  grids: fc.subarray([{ code: grids[0]!, name: { zh: '柳浪苑东', en: 'Willow Court East' } }]),
});

const searchWords = [
  '王',
  '翠苑',
  'wenyi ＲＯＡＤ',
  'eb01',
  '充电',
  '7幢',
  'building',
  '0190A000',
  '重大',
  'filed',
  '柳浪',
  ...words,
];

const mostlyNull = <T>(it: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: it });

const caseFilter: fc.Arbitrary<CaseFilter> = fc.record({
  state: fc.constantFrom(...stateFilters),
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    fc.constantFrom('family:ebike', 'family:waste', 'kind:EB01', 'kind:ZZ99', 'kind:GC01'),
  ),
  grid: fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    fc.constantFrom('none', ...grids, '330106009009009'),
  ),
  from: mostlyNull(fc.nat({ max: 4 })),
  until: mostlyNull(fc.nat({ max: 5 })),
  photos: fc.oneof({ weight: 3, arbitrary: fc.constant('' as const) }, fc.constant('missing' as const)),
  severity: fc.oneof({ weight: 3, arbitrary: fc.constant('' as const) }, fc.constantFrom(...severities)),
  order: fc.constantFrom(...caseOrders),
  text: fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    fc.array(fc.constantFrom(...searchWords), { maxLength: 2 }).map((it) => it.join('　')),
  ),
});

export type Step =
  | { readonly does: 'puts'; readonly indexed: IndexedCase }
  | { readonly does: 'removes'; readonly id: string }
  | { readonly does: 'stores'; readonly id: string; readonly stored: Record<string, Stored> }
  | { readonly does: 'renames'; readonly named: Named }
  | { readonly does: 'asks'; readonly filter: CaseFilter; readonly from: number; readonly to: number };

const puts: fc.Arbitrary<Step> = fc.record({ does: fc.constant('puts' as const), indexed: indexedCase });
const id = fc.constantFrom(...ids);
const edge = fc.integer({ min: -2, max: 14 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: puts },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('removes' as const), id }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('stores' as const), id, stored }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('renames' as const), named }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('asks' as const),
      filter: caseFilter,
      from: edge,
      to: edge,
    }),
  },
);

export const steps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.array(puts, { minLength: 8, maxLength: 16 }), fc.array(anyStep, { minLength: 20, maxLength: 40 }))
  .map(([first, rest]) => [...first, ...rest]);
