/**
 * The whole story, from the first report to the newest: who found what where, who decided, what was added.
 *
 * Promises: the same moment and number of days tell the same story, event for event; sittings come in the order the
 * server sees them, all before `now`; every event is one the ledger applies.
 */
import type { Millis } from '#domain/base/units.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { Place } from '#domain/place/place.ts';
import { demoPeople } from '#demo/community.ts';
import { diceOf, type Dice } from '#demo/dice.ts';
import { demoPlaces } from '#demo/places.ts';
import { atTheDesk, HOUR, lastDays, MINUTE, officeTime, patrolTime, reportsOn } from './calendar.ts';
import { habits, type Habit } from './hazard-habits.ts';
import type { Action, Sitting } from './story.ts';
import { kindsByCode, writeReport, type Finding, type Report } from './write-report.ts';
import { addedPhrases, dismissals, filingPhrases, notes, officeNotes } from './phrases/talk.ts';

/** The desk has this much left to do. */
const WAITING = 16;
const MISSING_PHOTOS = 3;

const patrollers = demoPeople.filter((person) => person.role === 'patroller');
const inspectors = demoPeople.filter((person) => person.role === 'inspector');
const reviewers = demoPeople.filter((person) => person.role === 'reviewer');
const observer = demoPeople.find((person) => person.role === 'observer')!;

/** Trouble is not spread evenly: a few places have most of it. */
const placeWeights: readonly (readonly [Place, number])[] = demoPlaces.map((place) => [
  place,
  0.5 + 3 * diceOf(`trouble at ${place.id}`).roll() ** 3,
]);

const placeFor = ({ places }: Habit, dice: Dice): Place => {
  const kind = dice.pick(places);
  return dice.weigh(placeWeights.filter(([place]) => place.kind === kind));
};

type Found = Finding & { readonly username: string };

const find = (day: Millis, dice: Dice): Found => {
  const who = dice.weigh([
    ['patroller', 80],
    ['inspector', 13],
    ['observer', 4],
    ['reviewer', 3],
  ] as const);
  const habit = dice.weigh(
    habits.map((it) => [it, it.weight * (who === 'inspector' && !it.isChecked ? 0.05 : 1)] as const),
  );
  const place = placeFor(habit, dice);
  const at = Math.round(
    who === 'patroller' || who === 'observer' ? patrolTime(day, dice) : officeTime(day, dice),
  );
  const common = { place, habit, at, isHearsay: false };
  switch (who) {
    case 'inspector':
      return { ...common, channel: 'spotCheck', username: dice.pick(inspectors).username };
    case 'observer':
      return { ...common, channel: 'observer', username: observer.username };
    case 'reviewer':
      return {
        ...common,
        channel: dice.pick(['hotline', 'resident'] as const),
        isHearsay: true,
        username: dice.pick(reviewers).username,
      };
    default: {
      const local = patrollers.find((person) => person.scope.includes(place.grid))!;
      return { ...common, channel: 'patrol', username: local.username };
    }
  }
};

type Told = { readonly username: string; readonly report: Report; readonly sentAt: Millis };

/** Reports of one person that leave together: in a stairwell there is no signal, so they wait for the street. */
const gather = (reports: readonly (Found & { readonly report: Report })[], dice: Dice): readonly Told[] => {
  const told: Told[] = [];
  for (const { username } of demoPeople) {
    const own = reports.filter((it) => it.username === username);
    let walk: typeof own = [];
    for (const [i, it] of own.entries()) {
      walk.push(it);
      const next = own[i + 1];
      const waits = it.habit.isIndoors && dice.chance(0.6);
      if (waits && next && next.at - it.at < 80 * MINUTE) continue;
      const delay = waits ? dice.between(9, 46) : dice.between(0.4, 3);
      const sentAt = Math.round(it.at + delay * MINUTE);
      for (const { username, report } of walk) told.push({ username, report, sentAt });
      walk = [];
    }
  }
  return told.sort((a, b) => a.sentAt - b.sentAt || a.report.at - b.report.at);
};

const familyOf = ({ body }: Report) => kindsByCode.get(body.hazard)!.family;

/** What follows a report at the desk and on the next walk. */
const followUp = ({ username, report, sentAt }: Told, index: number, now: Millis): readonly Sitting[] => {
  const dice = diceOf(`after ${report.id}`);
  const { caseId } = report;
  const desk = reviewers[index % reviewers.length]!.username;
  const plain = { caseId, shots: [], source: 'camera' } as const;
  const alone = (who: string, action: Action): Sitting => ({
    username: who,
    at: action.at,
    actions: [action],
  });
  const decidedAt = Math.round(Math.min(atTheDesk(sentAt, dice), now - dice.between(4, 9) * MINUTE));
  const isDismissed = index % 8 === 5 && !report.body.handled;
  const decision = alone(desk, {
    ...plain,
    type: isDismissed ? 'case.dismissed' : 'case.filed',
    id: uuidV7(decidedAt, dice.bytes(10)),
    at: decidedAt,
    body: { text: isDismissed ? dice.pick(dismissals[familyOf(report)]) : dice.pick(filingPhrases) },
  });
  if (isDismissed) return [decision];
  const more: Sitting[] = [];
  const addedAt = Math.round(sentAt + dice.between(4, 40) * MINUTE);
  if (username !== desk && report.body.channel !== 'observer' && dice.chance(0.07))
    more.push(
      alone(username, {
        ...plain,
        type: 'case.photoAdded',
        id: uuidV7(addedAt, dice.bytes(10)),
        at: addedAt,
        body: { text: dice.pick(addedPhrases) },
        shots: [{ ...report.shots[0]!, number: 5 }],
      }),
    );
  const notedAt = Math.round(decidedAt + dice.between(1.5, 27) * HOUR);
  if (report.body.channel !== 'observer' && dice.chance(0.24))
    more.push(
      alone(username, {
        ...plain,
        type: 'case.noted',
        id: uuidV7(notedAt, dice.bytes(10)),
        at: notedAt,
        body: { text: dice.pick(notes[familyOf(report)]) },
      }),
    );
  const officeAt = Math.round(decidedAt + dice.between(3, 50) * MINUTE);
  if (dice.chance(0.07))
    more.push(
      alone(desk, {
        ...plain,
        type: 'case.noted',
        id: uuidV7(officeAt, dice.bytes(10)),
        at: officeAt,
        body: { text: dice.pick(officeNotes) },
      }),
    );
  return [decision, ...more.filter((sitting) => sitting.at < now - MINUTE)];
};

/** Noticed at once, on the stairs: it was the next door. */
const mended = (report: Report): Report => {
  const dice = diceOf(`mended ${report.id}`);
  const at = report.at + 25_000;
  return {
    ...report,
    at,
    id: uuidV7(at, dice.bytes(10)),
    replaces: report.id,
    body: {
      ...report.body,
      spot: { ...report.body.spot, unit: report.body.spot.unit === '1' ? '2' : '1' },
      description: `${report.body.description}单元号已更正。`,
    },
  };
};

const reportSittings = (told: readonly Told[], missing: ReadonlySet<Report>): readonly Sitting[] => {
  const sittings = new Map<string, { username: string; at: Millis; actions: Action[] }>();
  for (const [i, { username, report, sentAt }] of told.entries()) {
    const key = `${username} ${sentAt}`;
    const sitting = sittings.get(key) ?? { username, at: sentAt, actions: [] };
    sittings.set(key, sitting);
    sitting.actions.push(missing.has(report) ? { ...report, isLastPhotoMissing: true } : report);
    if (i % 40 === 20 && sentAt > report.at + 25_000 && report.body.spot.unit !== '')
      sitting.actions.push(mended(report));
  }
  return [...sittings.values()];
};

export const writeStory = (now: Millis, days: number): readonly Sitting[] => {
  const dice = diceOf('the community');
  const descriptions = new Set<string>();
  const found = lastDays(now, days)
    .flatMap((day) => Array.from({ length: reportsOn(day, dice) }, () => find(day, dice)))
    .sort((a, b) => a.at - b.at)
    .map((it, i) => ({
      ...it,
      report: writeReport(it, `case ${i}`, descriptions, diceOf(`report ${i}`)),
    }));
  const told = gather(found, dice).filter(({ sentAt }) => sentAt < now - 12 * MINUTE);
  const waiting = Math.min(WAITING, Math.ceil(told.length * 0.3));
  const decided = told.slice(0, told.length - waiting);
  const missing = told
    .slice(told.length - waiting)
    .map(({ report }) => report)
    .filter((report) => report.shots.length > 1)
    .slice(-MISSING_PHOTOS);
  return [
    ...reportSittings(told, new Set(missing)),
    ...decided.flatMap((it, index) => followUp(it, index, now)),
  ].sort((a, b) => a.at - b.at);
};
