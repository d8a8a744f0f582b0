import { expect, test } from 'vitest';
import { codeInLink, readCode } from '#domain/protocol/enrolment.ts';
import { readScanned } from '#ui/screens/join/scanned-code.ts';

const origin = 'https://patrol.example.org';

test.each([
  [`${origin}/join#K7Q3M9XD`, { kind: 'code', code: 'K7Q3M9XD' }],
  ['k7q3-m9xd', { kind: 'code', code: 'K7Q3M9XD' }],
  ['https://evil.example/join#K7Q3M9XD', { kind: 'otherSite', host: 'evil.example' }],
  [
    'https://patrol.example.org.evil.example/join#K7Q3M9XD',
    { kind: 'otherSite', host: 'patrol.example.org.evil.example' },
  ],
  ['http://patrol.example.org/join#K7Q3M9XD', { kind: 'otherSite', host: 'patrol.example.org' }],
  [`${origin}/p/abc`, { kind: 'ownPage' }],
  [`${origin}/join#short`, { kind: 'ownPage' }],
  ['javascript:alert(1)', { kind: 'noCode' }],
  ['WIFI:S:office;;', { kind: 'noCode' }],
])('[N8e] a scanned QR code, %s → %o', (text, scanned) => {
  expect(readScanned(text, origin)).toEqual(scanned);
});

test('a typed code, lower case, full width, spaces, dashes → the same code; look-alikes are none', () => {
  for (const text of ['K7Q3-M9XD', 'k7q3m9xd', ' k7q3 m9xd ', 'Ｋ７Ｑ３－Ｍ９ＸＤ', 'K7Q3—M9XD', 'K7Q3–M9XD'])
    expect(readCode(text)).toBe('K7Q3M9XD');
  for (const text of ['K7Q3-M9X', 'K7Q3-M9XDD', 'O0I1-L2Z5', '']) expect(readCode(text)).toBeNull();
  expect(codeInLink(`${origin}/join#K7Q3-M9XD`)).toBe('K7Q3M9XD');
});
