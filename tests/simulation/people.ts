import type { SimPhone } from './sim-phone.ts';
import type { World } from './world.ts';

/** Lets a person act once, depending on what the phone shows. */
export const act = (world: World, phone: SimPhone, count: (what: string) => void): void => {
  if (!phone.isOn) {
    phone.start();
    return;
  }
  const [draft] = phone.drafts;
  if (draft && world.chance(0.5)) {
    count('draft finished');
    phone.finishes(draft);
    return;
  }
  const { role } = phone.enrolled.person;
  const cases = phone.cases();
  const open = cases.filter((it) => it.state === 'reported');
  if (role === 'reviewer' && open.length > 0 && world.chance(0.7)) {
    const it = world.pick(open);
    count('decision');
    phone.acts({ caseId: it.id, type: world.chance(0.7) ? 'case.filed' : 'case.dismissed', text: '依据' });
    return;
  }
  const ownReports = phone.outbox.filter((row) => row.event.type === 'case.reported');
  const chance = world.random();
  if (chance < 0.6 || ownReports.length === 0) {
    const isUnknown = world.chance(0.05);
    count(isUnknown ? 'report of an unknown kind' : 'report');
    phone.report(world.pick([0, 1, 1, 2]), isUnknown ? { hazard: 'XX99' } : {});
  } else if (chance < 0.75) {
    count('note');
    phone.acts({ caseId: world.pick(ownReports).event.subject.id, type: 'case.noted', text: '又看了一次' });
  } else if (chance < 0.9) {
    count('photo added');
    phone.acts(
      { caseId: world.pick(ownReports).event.subject.id, type: 'case.photoAdded', text: '' },
      world.between(1, 2),
    );
  } else {
    count('mended report');
    phone.report(world.between(0, 2), { replaces: world.pick(ownReports) });
  }
};
