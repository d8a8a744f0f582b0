/** The code that judges own events, as a chunk: a phone without own events shows its home screen without it. */
export { readReferenceView } from './reference-view.ts';
export { showCase } from './shown-subjects.ts';
