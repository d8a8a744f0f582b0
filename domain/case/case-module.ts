import { capabilities } from '#domain/people/capabilities.ts';
import { scopeCovers } from '#domain/ledger/scope-covers.ts';
import { defineModule } from '#domain/ledger/subject-module.ts';
import { dismissed } from './acts/dismissed.ts';
import { filed } from './acts/filed.ts';
import { noted } from './acts/noted.ts';
import { photoAdded } from './acts/photo-added.ts';
import { reported } from './acts/reported.ts';
import type { Case } from './case.ts';
import { caseSchema } from './case-schema.ts';
import { finalStates } from './states.ts';

/** A case: one hazard at one spot, from its report on. A new act is a file in `acts/` and a line here. */
export const caseModule = defineModule<Case>()({
  kind: 'case',
  // 2: times that cannot be right are bounded and marked.
  foldVersion: 2,
  acts: [reported, noted, photoAdded, filed, dismissed],
  noteType: noted.type,
  finalStates,
  schema: caseSchema,
  covers: (by, current) =>
    current.reporter === by.person ||
    (capabilities[by.role].actsInScope && scopeCovers(by.scope, current.gridScope)),
  audience: ({ gridScope, reporter }) => ({ gridScope, people: [reporter] }),
});
