import type { OfficeCounts } from '#domain/office/messages.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import { officeChanges } from '#ui/state/office/changes.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import type { SectionName } from './sections.tsx';

/** What a section counts. A section that is not here shows no count. */
const counted: Partial<Record<SectionName, (of: OfficeCounts) => number | undefined>> = {
  people: ({ kinds }) => kinds['person'] ?? 0,
  units: ({ kinds }) => kinds['unit'] ?? 0,
  grids: ({ kinds }) => kinds['grid'] ?? 0,
  places: ({ kinds }) => kinds['place'] ?? 0,
  devices: ({ devices }) => devices,
  hazards: ({ kinds }) => kinds['hazardKind'] ?? 0,
  'dead-letters': ({ deadLetters }) => deadLetters || undefined,
};

/** The count of a section; undefined without one, and while the server cannot be reached. They follow what this page writes. */
export const createCounts = (
  source: Pick<PersonState, 'me'>,
  section: () => string | undefined,
): ((name: SectionName) => number | undefined) => {
  const [answer] = createAnswer(() => {
    section();
    officeChanges();
    return officeClientOf(source).counts();
  });
  return (name) => {
    const answered = answer();
    return answered?.ok ? counted[name]?.(answered.value) : undefined;
  };
};
