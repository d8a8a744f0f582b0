import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. */
const long = [
  'journeys/main-job',
  'journeys/accessible.',
  'journeys/desk',
  'simulation/first-share',
  'simulation/second-share',
  'server/demo/demo-played',
  'faults/mutations',
  'faults/failures/processes',
  'faults/failures/power',
  'server/process/process.',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const at = long.findIndex((name) => moduleId.includes(`/tests/${name}`));
  return at === -1 ? long.length : at;
};

/** Starts the longest files first, so that at the end no worker waits for another with a long file. */
export class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
