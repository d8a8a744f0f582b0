import { describe, expect, test } from 'vitest';
import { fileFaults } from '#domain/office/messages.ts';
import { readSheet } from '#server/office/imports/files/read-sheet.ts';
import { fixtureFiles, hasFixtures } from '#tests/support/data/photos.ts';

const outcomeOf = (bytes: Uint8Array): Promise<string> =>
  readSheet(bytes).then(
    ({ rows }) => `${rows.length} rows`,
    (error: { code?: string }) => error.code ?? String(error),
  );

const outcomesIn = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const outcomes: Record<string, string> = {};
  for (const [path, bytes] of await fixtureFiles(folder)) outcomes[path] = await outcomeOf(bytes);
  return outcomes;
};

if (!hasFixtures())
  console.log('read-fixtures: the folder ../shared/fixtures is absent, its files are not read');

describe.skipIf(!hasFixtures())('real and odd files', () => {
  test('[I1c] [I1d] the forms of others → workbooks are read, each other file is told apart', async () => {
    const outcomes = Object.entries(await outcomesIn('forms'));
    expect(outcomes.length).toBeGreaterThan(20);
    for (const [path, outcome] of outcomes) {
      if (path.endsWith('.xls')) expect([path, outcome]).toEqual([path, 'oldExcel']);
      else if (path.endsWith('.xlsx'))
        expect([path, outcome]).toEqual([path, expect.stringMatching(/^\d+ rows$|^oldExcel$/)]);
      else expect([path, outcome]).toEqual([path, 'unknownFormat']);
    }
    const read = Object.fromEntries(outcomes);
    // An old workbook under a new name.
    expect(read['forms/odk/ifrc-distribution-site-assessment-v1.xlsx']).toBe('oldExcel');
    // It has a styled row at the very end of the sheet.
    expect(read['forms/pyxform/UCL_Biomass_Plot_Form.xlsx']).toBe('91 rows');
    expect(Object.values(read).filter((it) => it.endsWith('rows'))).toHaveLength(10);
  });

  test('[I1a] a real list in CSV → all of its rows', async () => {
    const outcomes = await outcomesIn('cases/seattle-illegal-dumping');
    expect(Object.values(outcomes)).toEqual(['77 rows']);
  });

  test('[I1d] hostile files → a fault in words; some are text', async () => {
    const outcomes = Object.values(await outcomesIn('hostile'));
    expect(outcomes.length).toBeGreaterThan(50);
    for (const outcome of outcomes)
      expect([...fileFaults, expect.stringMatching(/^\d+ rows$/)]).toContainEqual(outcome);
  }, 120_000);
});
