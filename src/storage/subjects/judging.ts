/** Judging own events, apart from the lists: a phone without own events shows its home without this code. */
export { readReferenceView } from './reference-view.ts';
export { showCase } from './shown-subjects.ts';
