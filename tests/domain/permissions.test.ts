import { sample as samplesOf } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maySee } from '#domain/ledger/audience.ts';
import { roles, type Authority, type Role } from '#domain/ledger/roles.ts';
import { scopeCovers } from '#domain/ledger/scope-covers.ts';
import { caseStates } from '#domain/case/states.ts';
import { capabilities } from '#domain/people/capabilities.ts';
import {
  actsOf,
  audienceOf,
  judge,
  mayDo,
  subjectModules,
  type EventType,
  type LedgerEvent,
} from '#domain/subjects.ts';
import { contextOf, people, report } from '#tests/support/data/arbitrary-events.ts';
import { aCase } from '#tests/support/data/a-case.ts';

const region = '330106';
const here = '330106001001001';
const viewer = (role: Role, scope: readonly string[], person = 'someone'): Authority => ({
  person,
  role,
  region,
  scope,
});

describe('who sees a case', () => {
  const audience = { gridScope: here, people: ['reporter-1'] };
  const inTheirGrid: Record<Role, boolean> = {
    patroller: true,
    inspector: true,
    reviewer: true,
    admin: true,
    handler: false,
    observer: false,
  };

  test.each(roles)('[L6] a %s, scope covers the grid → sees the case if the role sees grids', (role) => {
    for (const scope of [[here], ['330106001'], [region]])
      expect(maySee(viewer(role, scope), audience)).toBe(inTheirGrid[role]);
  });

  test.each(roles)('[L6] a %s, scope elsewhere → sees the case only if it names them', (role) => {
    const elsewhere = ['330106001001002', '330107'];
    expect(maySee(viewer(role, elsewhere), audience)).toBe(false);
    expect(maySee(viewer(role, []), audience)).toBe(false);
    expect(maySee(viewer(role, elsewhere, 'reporter-1'), audience)).toBe(true);
  });

  test('[L6] the audience of a case → its grid and its reporter', () => {
    const it = aCase({ gridScope: here, reporter: 'reporter-1' });
    expect(audienceOf(it)).toEqual(audience);
  });

  test.each([
    [['330106'], here, true],
    [[here], here, true],
    [['330106001001002', '330106001001001'], here, true],
    [[here], region, false],
    [['330107'], here, false],
    [[], here, false],
  ])('scope %j, grid %s → covered: %s', (scope, code, covered) => {
    expect(scopeCovers(scope, code)).toBe(covered);
  });
});

const [sample] = samplesOf(report, { seed: 1, numRuns: 1 });
const eventFor = (type: EventType, caseId: string, author: string): LedgerEvent =>
  ({
    v: 1,
    id: '01980000-0000-7000-8000-000000000009',
    type,
    subject: { kind: 'case', id: caseId },
    author,
    device: 'device-1',
    at: 1,
    clockOffset: null,
    photos: [photo],
    body: type === 'case.reported' ? sample!.body : { text: '依据' },
  }) as LedgerEvent;
const photo = {
  sha256: 'a'.repeat(64),
  thumbnail: { sha256: 'b'.repeat(64), bytes: 1 },
  bytes: 1,
  role: 'scene',
};
describe('who may do what', () => {
  /** The acts of docs/glossary.md that the product has, by the roles that may do them. */
  const allowed: Record<EventType, string> = {
    'case.reported': 'patroller inspector reviewer observer',
    'case.noted': 'patroller inspector reviewer handler',
    'case.photoAdded': 'patroller inspector reviewer handler',
    'case.filed': 'reviewer',
    'case.dismissed': 'reviewer',
  };
  const acts = subjectModules.flatMap((module) => module.acts.map((act) => ({ module, act })));
  const sorted = (names: readonly string[]) => [...names].sort();

  test('the roles of each act → as in the act table of the glossary; an admin has no act', () => {
    expect(Object.fromEntries(acts.map(({ act }) => [act.type, sorted(act.roles)]))).toEqual(
      Object.fromEntries(Object.entries(allowed).map(([type, names]) => [type, sorted(names.split(' '))])),
    );
    expect(actsOf('admin')).toEqual([]);
  });

  test('the channel of a role → present exactly when the role may report', () => {
    for (const role of roles)
      expect(capabilities[role].channel !== null, role).toBe(actsOf(role).includes('case.reported'));
  });

  test.each(acts)(
    '$act.type → leads to a registered state, and is not offered in a final state',
    ({ module, act }) => {
      if (act.to) expect(caseStates).toContain(act.to);
      for (const state of module.finalStates) {
        const current = { ...aCase(), state };
        for (const role of roles) expect(mayDo(current, viewer(role, [region]), 0)).not.toContain(act.type);
      }
    },
  );

  test('a file of acts → one act, with the name of the file', () => {
    const files = import.meta.glob<Record<string, { readonly type: string }>>('../../domain/*/acts/*.ts', {
      eager: true,
    });
    const names = Object.entries(files).map(([path, module]) => {
      const [, kind, name] = /domain\/(\w+)\/acts\/([\w-]+)\.ts$/.exec(path)!;
      const camel = name!.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      return [Object.values(module).map(({ type }) => type), [`${kind}.${camel}`]];
    });
    expect(names.map(([types]) => types)).toEqual(names.map(([, expected]) => expected));
    expect(sorted(names.flatMap(([types]) => types!))).toEqual(sorted(acts.map(({ act }) => act.type)));
  });

  test('mayDo, any role and any state → exactly the acts that judge applies', () => {
    for (const state of caseStates)
      for (const by of people) {
        const current = { ...aCase(), state, gridScope: by.scope[0]! };
        const offered = mayDo(current, by, 0);
        for (const { act } of acts) {
          if (act.from === 'new') continue;
          const event = eventFor(act.type, current.id, by.person);
          const { verdict } = judge(current, event, contextOf(by));
          expect(verdict === 'applied', `${by.role} ${act.type} from ${state}`).toBe(
            offered.includes(act.type),
          );
        }
      }
  });
});

test('a role name in quotes → only in domain/; src, server and sw read the capability table', () => {
  const sources = import.meta.glob<string>(['../../{src,server,sw}/**/*.{ts,tsx}', '!../../src/ui/i18n/**'], {
    eager: true,
    query: '?raw',
    import: 'default',
  });
  const quoted = new RegExp(`['"\`](${roles.join('|')})['"\`]`);
  expect(Object.keys(sources).length).toBeGreaterThan(200);
  expect(Object.keys(sources).filter((path) => quoted.test(sources[path]!))).toEqual([]);
});
