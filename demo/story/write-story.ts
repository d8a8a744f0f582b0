/**
 * Writes the whole story, from the first report to the newest: reports, decisions, notes and added photos.
 *
 * Promises: the same arguments give the same story, event for event. Batches are in the order in which the server
 * receives them, all before `now`. The ledger applies every event.
 */
import type { Millis } from '#domain/base/units.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { Place } from '#domain/place/place.ts';
import { demoPeople } from '#demo/community.ts';
import { diceOf, type Dice } from '#demo/dice.ts';
import { demoPlaces } from '#demo/places.ts';
import { atTheDesk, HOUR, lastDays, MINUTE, officeTime, patrolTime, reportsOn } from './calendar.ts';
import { habits, type Habit } from './hazard-habits.ts';
import type { Action, Batch } from './story.ts';
import { kindsByCode, writeReport, type Finding, type Report } from './write-report.ts';
import { addedPhrases, dismissals, filingPhrases, notes, officeNotes } from './phrases/talk.ts';

/** Reports without a decision when the story ends. */
const WAITING = 16;
const MISSING_PHOTOS = 3;

const patrollers = demoPeople.filter((person) => person.role === 'patroller');
const inspectors = demoPeople.filter((person) => person.role === 'inspector');
const reviewers = demoPeople.filter((person) => person.role === 'reviewer');
const observer = demoPeople.find((person) => person.role === 'observer')!;

/** Hazards are not spread evenly: a few places have most of them. */
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
  const role = dice.weigh([
    ['patroller', 80],
    ['inspector', 13],
    ['observer', 4],
    ['reviewer', 3],
  ] as const);
  const habit = dice.weigh(
    habits.map(
      (habit) => [habit, habit.weight * (role === 'inspector' && !habit.isChecked ? 0.05 : 1)] as const,
    ),
  );
  const place = placeFor(habit, dice);
  const at = Math.round(
    role === 'patroller' || role === 'observer' ? patrolTime(day, dice) : officeTime(day, dice),
  );
  const common = { place, habit, at, isHearsay: false };
  switch (role) {
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

type SentReport = { readonly username: string; readonly report: Report; readonly sentAt: Millis };

/** Decides when each report is sent. In a stairwell there is no signal: such reports wait and are sent together. */
const sendReports = (
  reports: readonly (Found & { readonly report: Report })[],
  dice: Dice,
): readonly SentReport[] => {
  const sent: SentReport[] = [];
  for (const { username } of demoPeople) {
    const own = reports.filter((found) => found.username === username);
    let unsent: typeof own = [];
    for (const [i, found] of own.entries()) {
      unsent.push(found);
      const next = own[i + 1];
      const waits = found.habit.isIndoors && dice.chance(0.6);
      if (waits && next && next.at - found.at < 80 * MINUTE) continue;
      const delay = waits ? dice.between(9, 46) : dice.between(0.4, 3);
      const sentAt = Math.round(found.at + delay * MINUTE);
      for (const { username, report } of unsent) sent.push({ username, report, sentAt });
      unsent = [];
    }
  }
  return sent.sort((a, b) => a.sentAt - b.sentAt || a.report.at - b.report.at);
};

const familyOf = ({ body }: Report) => kindsByCode.get(body.hazard)!.family;

/** The acts that follow a report: the decision of a reviewer, notes, an added photo. */
const followUp = ({ username, report, sentAt }: SentReport, index: number, now: Millis): readonly Batch[] => {
  const dice = diceOf(`after ${report.id}`);
  const { caseId } = report;
  const desk = reviewers[index % reviewers.length]!.username;
  const common = { caseId, shots: [], source: 'camera' } as const;
  const batchOf = (username: string, action: Action): Batch => ({
    username,
    at: action.at,
    actions: [action],
  });
  const decidedAt = Math.round(Math.min(atTheDesk(sentAt, dice), now - dice.between(4, 9) * MINUTE));
  const isDismissed = index % 8 === 5 && !report.body.handled;
  const decision = batchOf(desk, {
    ...common,
    type: isDismissed ? 'case.dismissed' : 'case.filed',
    id: uuidV7(decidedAt, dice.bytes(10)),
    at: decidedAt,
    body: { text: isDismissed ? dice.pick(dismissals[familyOf(report)]) : dice.pick(filingPhrases) },
  });
  if (isDismissed) return [decision];
  const more: Batch[] = [];
  const addedAt = Math.round(sentAt + dice.between(4, 40) * MINUTE);
  const [firstShot] = report.shots;
  if (firstShot && username !== desk && report.body.channel !== 'observer' && dice.chance(0.07))
    more.push(
      batchOf(username, {
        ...common,
        type: 'case.photoAdded',
        id: uuidV7(addedAt, dice.bytes(10)),
        at: addedAt,
        body: { text: dice.pick(addedPhrases) },
        shots: [{ ...firstShot, number: 5 }],
      }),
    );
  const notedAt = Math.round(decidedAt + dice.between(1.5, 27) * HOUR);
  if (report.body.channel !== 'observer' && dice.chance(0.24))
    more.push(
      batchOf(username, {
        ...common,
        type: 'case.noted',
        id: uuidV7(notedAt, dice.bytes(10)),
        at: notedAt,
        body: { text: dice.pick(notes[familyOf(report)]) },
      }),
    );
  const officeAt = Math.round(decidedAt + dice.between(3, 50) * MINUTE);
  if (dice.chance(0.07))
    more.push(
      batchOf(desk, {
        ...common,
        type: 'case.noted',
        id: uuidV7(officeAt, dice.bytes(10)),
        at: officeAt,
        body: { text: dice.pick(officeNotes) },
      }),
    );
  return [decision, ...more.filter((batch) => batch.at < now - MINUTE)];
};

/** The author notices a wrong unit number at once and resubmits. */
const resubmit = (report: Report): Report => {
  // The name of these dice stays: it decides the ids of events that servers have stored already.
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

const reportBatches = (sent: readonly SentReport[], missing: ReadonlySet<Report>): readonly Batch[] => {
  const batches = new Map<string, { username: string; at: Millis; actions: Action[] }>();
  for (const [i, { username, report, sentAt }] of sent.entries()) {
    const key = `${username} ${sentAt}`;
    const batch = batches.get(key) ?? { username, at: sentAt, actions: [] };
    batches.set(key, batch);
    batch.actions.push(missing.has(report) ? { ...report, isLastPhotoMissing: true } : report);
    if (i % 40 === 20 && sentAt > report.at + 25_000 && report.body.spot.unit !== '')
      batch.actions.push(resubmit(report));
  }
  return [...batches.values()];
};

/** Without pictures the story has no shots, and no act that needs a photo. */
export const writeStory = (now: Millis, days: number, hasPictures = true): readonly Batch[] => {
  const dice = diceOf('the community');
  const descriptions = new Set<string>();
  const found = lastDays(now, days)
    .flatMap((day) => Array.from({ length: reportsOn(day, dice) }, () => find(day, dice)))
    .sort((a, b) => a.at - b.at)
    .map((finding, i) => ({
      ...finding,
      report: writeReport(finding, { name: `case ${i}`, descriptions, hasPictures }, diceOf(`report ${i}`)),
    }));
  const sent = sendReports(found, dice).filter(({ sentAt }) => sentAt < now - 12 * MINUTE);
  const waiting = Math.min(WAITING, Math.ceil(sent.length * 0.3));
  const decided = sent.slice(0, sent.length - waiting);
  const missing = sent
    .slice(sent.length - waiting)
    .map(({ report }) => report)
    .filter((report) => report.shots.length > 1)
    .slice(-MISSING_PHOTOS);
  return [
    ...reportBatches(sent, new Set(missing)),
    ...decided.flatMap((report, index) => followUp(report, index, now)),
  ].sort((a, b) => a.at - b.at);
};
