import { describe, expect, test } from 'vitest';
import { caseRules, caseStates, mayHappen } from '#domain/case/lifecycle.ts';
import { audienceOf, maySee } from '#domain/ledger/audience.ts';
import { roles, type Authority, type Role } from '#domain/ledger/roles.ts';
import { scopeCovers } from '#domain/ledger/scope-covers.ts';
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

  test.each(roles)('[L6] a %s whose scope covers the grid', (role) => {
    for (const scope of [[here], ['330106001'], [region]])
      expect(maySee(viewer(role, scope), audience)).toBe(inTheirGrid[role]);
  });

  test.each(roles)('[L6] a %s elsewhere does not, unless it names them', (role) => {
    const elsewhere = ['330106001001002', '330107'];
    expect(maySee(viewer(role, elsewhere), audience)).toBe(false);
    expect(maySee(viewer(role, []), audience)).toBe(false);
    expect(maySee(viewer(role, elsewhere, 'reporter-1'), audience)).toBe(true);
  });

  test('[L6] its audience is where it lies and who reported it', () => {
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
  ])('scope %j over %s: %s', (scope, code, covered) => {
    expect(scopeCovers(scope, code)).toBe(covered);
  });
});

describe('who may do what', () => {
  const all = 'patroller inspector reviewer handler observer';
  const allowed: Record<keyof typeof caseRules, string> = {
    'case.reported': 'patroller inspector reviewer observer',
    'case.noted': 'patroller inspector reviewer handler',
    'case.photoAdded': 'patroller inspector reviewer handler',
    'case.filed': 'reviewer',
    'case.dismissed': 'reviewer',
    'case.merged': 'reviewer',
    'case.claimed': 'handler',
    'case.dispatched': 'reviewer',
    'case.declined': 'handler',
    'case.extensionAsked': 'handler',
    'case.extensionDecided': 'reviewer',
    'case.suspended': 'reviewer',
    'case.resumed': 'reviewer',
    'case.declared': 'handler',
    'case.reworked': 'patroller inspector reviewer',
    'case.accepted': 'patroller inspector reviewer',
    'case.closed': 'reviewer',
    'case.reopened': 'patroller inspector reviewer',
    'case.listed': 'reviewer',
    'case.unlisted': 'reviewer',
    'case.handedOver': 'patroller reviewer',
  };

  test('is the table, and an admin does none of it', () => {
    const actual = Object.fromEntries(
      Object.entries(caseRules).map(([type, rule]) => [type, [...rule.roles].sort().join(' ')]),
    );
    const expected = Object.entries(allowed).map(([type, names]) => [
      type,
      names.split(' ').sort().join(' '),
    ]);
    expect(actual).toEqual(Object.fromEntries(expected));
    expect(
      Object.values(allowed)
        .join(' ')
        .split(' ')
        .every((role) => all.includes(role)),
    ).toBe(true);
  });

  test('every rule leads only to states there are, and final states are left by reopening alone', () => {
    for (const [type, rule] of Object.entries(caseRules)) {
      if ('to' in rule) expect(caseStates).toContain(rule.to);
      for (const state of ['closed', 'dismissed', 'merged'] as const)
        expect(mayHappen(rule, state), `${type} from ${state}`).toBe(
          type === 'case.reopened' && state === 'closed',
        );
      expect(mayHappen(rule, null), type).toBe(type === 'case.reported');
    }
  });

  test('every state but those three can be left, and every state can be reached', () => {
    const reached = new Set(Object.values(caseRules).flatMap((rule) => ('to' in rule ? [rule.to] : [])));
    expect([...reached].sort()).toEqual([...caseStates].sort());
  });
});
