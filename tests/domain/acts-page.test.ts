import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SubjectModule } from '#domain/ledger/subject-module.ts';
import { subjectModules } from '#domain/subjects.ts';
import { detail } from '#ui/i18n/zh/detail.ts';
import { actsInDocs } from '#tests/support/docs/acts-in-docs.ts';
import { pageWith } from '#tests/support/docs/figures-in-docs.ts';

/** `npx vitest run --project node tests/domain/acts-page.test.ts -u` writes them again. */
test('the page of the acts → the acts, roles and states that are registered', async () => {
  const page = join(import.meta.dirname, '../../docs/acts.md');
  const modules = subjectModules as unknown as readonly SubjectModule[];
  await expect(await pageWith(page, 'acts', actsInDocs(modules, detail.events))).toMatchFileSnapshot(page);
});
