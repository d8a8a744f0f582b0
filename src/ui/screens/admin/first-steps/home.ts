import { createMemo, type Accessor } from 'solid-js';
import type { PersonState } from '#ui/state/person/person.ts';
import { sections, type SectionName } from '#ui/screens/admin/sections.tsx';
import { createProgress } from './progress.ts';
import { isSomethingOpen } from './steps.ts';

const STEPS: SectionName = 'first-steps';

/**
 * The first section while the first steps are not done, and the home of the desk. Read anew with each change of the section.
 * `section` is undefined until the server answered.
 */
export const createHome = (
  source: Pick<PersonState, 'me'>,
  shown: Accessor<string | undefined>,
): {
  readonly section: Accessor<SectionName | undefined>;
  readonly isListed: (name: SectionName) => boolean;
} => {
  const [progress] = createProgress(source, shown);
  const isOpen = createMemo((): boolean | undefined => {
    const read = progress();
    return read && read.ok && isSomethingOpen(read.value);
  });
  const section = (): SectionName | undefined => {
    if (isOpen() === undefined) return undefined;
    return isOpen() ? STEPS : sections.find(({ name }) => name !== STEPS)!.name;
  };
  return { section, isListed: (name) => name !== STEPS || isOpen() === true || shown() === STEPS };
};
