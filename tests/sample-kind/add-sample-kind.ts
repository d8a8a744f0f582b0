import type { Plugin } from 'vite';

const line = 'export const subjectModules = [caseModule] as const;';

/** Adds the sample kind to the registry: one import and one name in one line. */
export const addSampleKind = (): Plugin => ({
  name: 'add-sample-kind',
  enforce: 'pre',
  transform: (code, id) => {
    if (!id.endsWith('/domain/subjects.ts')) return null;
    if (!code.includes(line)) throw new Error('domain/subjects.ts has no line for the sample kind');
    const added = line.replace('[caseModule]', '[caseModule, sampleModule]');
    return `import { sampleModule } from '#tests/sample-kind/sample/sample-module.ts';\n${code.replace(line, added)}`;
  },
});
