import { authorityOf } from '#domain/people/authority.ts';
import { actOf, mayDo, subjectModules } from '#domain/subjects.ts';
import type { CaseAct } from '#storage/outbox/save-report.ts';
import { UNDO_TIME } from '#storage/outbox/undo.ts';
import type { SimPhone } from './sim-phone.ts';
import type { World } from '#tests/simulation/world/world.ts';

type ActType = CaseAct['type'];

const isOfAnyState = ({ from, to }: { readonly from: unknown; readonly to?: unknown }): boolean =>
  from === 'open' && to === undefined;

/**
 * Acts that need no certain state and leave it: a note, photos. A person may try them on each own report, also where
 * the server will reject them or the case is not pulled yet.
 */
const actsOfAnyState = subjectModules
  .filter(({ kind }) => kind === 'case')
  .flatMap(({ acts }) => acts.filter(isOfAnyState).map(({ type }) => type as ActType));

/** The acts that the shown cases permit this person because of their state: the decisions. */
const decisionsOn = (phone: SimPhone) => {
  const by = authorityOf(phone.enrolled.person);
  return phone.cases().flatMap((shown) => {
    const types = mayDo(shown, by, phone.now()).filter((type) => !isOfAnyState(actOf(type)));
    return types.length > 0 ? [{ caseId: shown.id, types: types as readonly ActType[] }] : [];
  });
};

/** The first by a chance of 0.7, else one of the others. */
const drawDecision = (world: World, [first, ...others]: readonly ActType[]): ActType => {
  if (others.length === 0 || world.chance(0.7)) return first!;
  return others.length === 1 ? others[0]! : world.pick(others);
};

/** Photos only where the act needs them. */
const photosFor = (world: World, type: ActType): number =>
  actOf(type).needs.photos === 'required' ? world.between(1, 2) : 0;

/** What a person does next, with what the phone shows. */
export const act = (world: World, phone: SimPhone, count: (what: string) => void): void => {
  if (!phone.isOn) {
    phone.start();
    return;
  }
  const [draft] = phone.drafts;
  if (draft && world.chance(0.5)) {
    count('draft finished');
    phone.finishDraft(draft);
    return;
  }
  const decidable = decisionsOn(phone);
  if (decidable.length > 0 && world.chance(0.7)) {
    const { caseId, types } = world.pick(decidable);
    count('decision');
    const type = drawDecision(world, types);
    const text = actOf(type).needs.text === 'none' ? '' : '依据';
    phone.act({ caseId, type, text }, photosFor(world, type));
    if (world.chance(0.5)) {
      world.later(phone.environment, world.between(0, UNDO_TIME * 1.5), () => phone.undo(count));
    }
    return;
  }
  const reports = phone.outbox.filter((row) => row.event.type === 'case.reported');
  const chance = world.random();
  if (chance < 0.6 || reports.length === 0) {
    const isUnknown = world.chance(0.05);
    count(isUnknown ? 'report of an unknown kind' : 'report');
    phone.report(world.pick([0, 1, 1, 2]), isUnknown ? { hazard: 'XX99' } : {});
  } else if (chance < 0.9) {
    const type = actsOfAnyState[Math.floor(((chance - 0.6) / 0.3) * actsOfAnyState.length)]!;
    const { needs } = actOf(type);
    count(needs.photos === 'required' ? 'photo added' : 'note');
    const caseId = world.pick(reports).event.subject.id;
    phone.act({ caseId, type, text: needs.text === 'required' ? '又看了一次' : '' }, photosFor(world, type));
  } else {
    count('resubmitted report');
    phone.report(world.between(0, 2), { replaces: world.pick(reports) });
  }
};
