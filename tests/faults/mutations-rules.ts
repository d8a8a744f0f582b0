/**
 * Bugs that lost people's work elsewhere, each caught by the tests that quote its rule and by no others.
 * They take effect while the file is loaded, in the page, the service worker and the server.
 */
import type { Mutation } from './mutations-built.ts';

type Letter = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h';
type Rule = `D${number}` | `D${number}${Letter}`;
/** Only tests that quote one of the rules: a command that selects nothing catches nothing. */
const quoting = (project: 'node' | 'browser', file: string, rules: readonly Rule[]) => ({
  rules,
  command: `npx vitest run --project ${project} tests/${file} -t '\\[(${rules.join('|')})\\]'`,
});
const node = (file: string, ...rules: Rule[]) => quoting('node', `${file}.test.ts`, rules);
const browser = (file: string, ...rules: Rule[]) => quoting('browser', `${file}.browser.test.ts`, rules);

export const ruleMutations: readonly Mutation[] = [
  {
    name: 'an event the server failed on is taken for refused',
    file: 'src/sync/lanes/push-lane.ts',
    find: `    if (isTrouble(refusal)) backoff.backOff(retryKey.push);`,
    replacement: `    const no = { verdict: 'rejected', duplicate: false, reason: 'internal', seq: null, receivedAt: null, receipt: '' };
    await recordVerdicts(db, batch, batch.map(({ hash }) => ({ hash, ...no })));`,
    ...browser('sync/every-position', 'D1a', 'D1d'),
  },
  {
    name: 'a case is dismissed without a word of its missing photos',
    file: 'src/ui/screens/desk/Decide.tsx',
    find: `const isUnnoticed = missing() !== null && !knows();`,
    replacement: `const isUnnoticed = false;`,
    ...browser('ui/desk-case', 'D3d'),
  },
  {
    name: 'the desk takes a photo it was told nothing of for arrived',
    file: 'src/ui/screens/desk/missing-photos.ts',
    find: `stored[sha256] === 'complete'`,
    replacement: `stored[sha256] !== 'thumbnail'`,
    ...browser('ui/desk-case', 'D3c', 'D3d'),
  },
  {
    name: 'other bytes under a known id are taken for the known ones',
    file: 'server/ledger/judge-batch.ts',
    find: `return stored.hash === hash`,
    replacement: `return stored.id === event.id`,
    ...node('server/dead-letters-corrected', 'D4a', 'D4b'),
  },
  {
    name: 'a phone takes the verdict on other words under the same id for its own',
    file: 'src/storage/subjects/apply-pulled-verdicts.ts',
    find: `reason !== 'idReused' && subject`,
    replacement: `subject`,
    ...browser('storage/apply-pulled-verdicts', 'D4d'),
  },
  {
    name: 'a save does not wait for the shot in flight',
    file: 'src/ui/state/capture/capture.ts',
    find: `(await intake.settled()) ? inTurn(saveNow) : 'refused';`,
    replacement: `inTurn(saveNow);`,
    ...browser('ui/capture-photos', 'D5d'),
  },
  {
    name: 'a photo in work is given up when the screen is left',
    file: 'src/ui/state/capture/capture.ts',
    find: `      await Promise.all([intake.leave(), saved]);`,
    replacement: `      intake.discard();`,
    ...browser('ui/capture-photos', 'D5e'),
  },
  {
    name: 'a photo takes what is kept back for words',
    file: 'src/storage/photos/free-space.ts',
    find: `  await reclaimSpace(db, now);
  return write();`,
    replacement: `  await reclaimSpaceToSend(db, now);
  return write();`,
    ...browser('storage/full-disk', 'D6c'),
  },
  {
    name: 'a full disk lets go of no confirmed photo',
    file: 'src/storage/photos/free-space.ts',
    find: `  await freeConfirmed(db, now, true);`,
    replacement: ``,
    ...browser('storage/full-disk', 'D6a'),
  },
  {
    name: 'a sign-in on another phone is taken for a loss',
    file: 'server/auth/losses.ts',
    find: `    .where('session', '=', session)
`,
    replacement: ``,
    ...node('server/losses', 'D7f'),
  },
  {
    name: 'what a push brings is told as lost',
    file: 'server/ledger/take-push.ts',
    find: `Math.max(0, unsent - receivedEvents.length)`,
    replacement: `Math.max(0, unsent)`,
    ...node('server/losses', 'D7b'),
  },
  {
    name: 'a cleared phone puts away by itself what it was told is lost',
    file: 'src/storage/person/sign-in.ts',
    find: `const kept = known ? { ...known, person: row.person } : row;`,
    replacement: `const kept = { ...(known ?? row), person: row.person, lost: undefined };`,
    ...browser('sync/session', 'D7d'),
  },
  {
    name: 'a report of a kind withdrawn since is refused',
    file: 'server/ledger/reference-views.ts',
    find: `    .where('kind', 'in', kinds)`,
    replacement: `    .where('kind', 'in', kinds)
    .where('value', 'is not', null)`,
    ...node('server/push', 'D8d'),
  },
  {
    name: 'a new version of the app begins without the drafts of the old one',
    file: 'src/storage/databases/main-db.ts',
    find: `    this.version(2).stores({ subjects: 'key, seq, [snapshot+seq], subject.reporter' });`,
    replacement: `    this.version(2)
      .stores({ subjects: 'key, seq, [snapshot+seq], subject.reporter' })
      .upgrade((tx) => tx.table('drafts').clear());`,
    ...browser('storage/upgrade', 'D8a'),
  },
  {
    name: 'the return of the link wakes nothing',
    file: 'src/sync/coordination/schedule.ts',
    find: `  globalThis.addEventListener('online', onOnline);`,
    replacement: ``,
    ...browser('sync/schedule', 'D9a'),
  },
  {
    name: 'what waits for a signal is said to be on its way',
    file: 'src/ui/parts/trust/sync-activity.ts',
    find: `status().phase === 'sending' && status().error === null ? 'sending'`,
    replacement: `status().phase === 'sending' ? 'sending'`,
    ...browser('ui/trust-card', 'D9b'),
  },
  {
    name: 'the worker leaves it all to a page that syncs, and does not see it go',
    file: 'src/sync/coordination/background-run.ts',
    find: `    while (!isOver && !stop.signal.aborted)
      isOver = await withSyncLock(me.id, stop.signal, send, { isFallbackRunner: true });`,
    replacement: `isOver = await withSyncLock(me.id, stop.signal, send);`,
    ...browser('sync/background-run', 'D9d', 'D18c'),
  },
  {
    name: 'what is offered again is still called complete',
    file: 'src/storage/outbox/trust-state.ts',
    find: `if (verdict === null || unsent === 1)`,
    replacement: `if (verdict === null)`,
    ...node('storage/trust-state', 'D10b'),
  },
  {
    name: 'what was being sent is dropped when the sign-in has ended',
    file: 'src/sync/lanes/push-lane.ts',
    find: `      return answered.error;`,
    replacement: `      if (answered.error.kind === 'signedOut') await db.outbox.bulkDelete(batch.map(({ eventId }) => eventId));
      return answered.error;`,
    ...node('sw/people-on-one-phone', 'D11a', 'D11c'),
  },
  {
    name: 'what has come of a photo is thrown away when its upload is cut',
    file: 'server/http/photos/photo-upload.ts',
    find: `    return await takeBody(c, sender, claim, plan, partial);
  } finally {
    await partial.putBack();`,
    replacement: `    return await takeBody(c, sender, claim, plan, partial);
  } finally {
    await partial.drop();`,
    ...node('sw/people-on-one-phone', 'D11b'),
  },
  {
    name: 'photos are taken in hand all at once',
    file: 'src/photo/photo-pipeline.ts',
    find: `last.then(() => processNow(file, name, onStage));`,
    replacement: `processNow(file, name, onStage);`,
    ...browser('photo/pipeline', 'D13b'),
  },
  {
    name: 'a thumbnail is as large as it comes',
    file: 'src/photo/shrink.ts',
    find: `if (data.byteLength <= MAX_THUMBNAIL_BYTES) return data;`,
    replacement: `return data;`,
    ...browser('photo/pipeline', 'D13d'),
  },
  {
    name: 'of two decisions the last one wins',
    file: 'domain/case/fold.ts',
    find: `return mayHappen(rule, current.state)`,
    replacement: `return mayHappen(rule, current.state) || event.type !== 'case.reported'`,
    ...node('server/decisions', 'D14a', 'D14b'),
  },
  {
    name: 'a contested decision leaves no line',
    file: 'domain/case/fold.ts',
    find: `if (entry.verdict === 'contested') return { ...current, timeline };`,
    replacement: `if (entry.verdict === 'contested') return current;`,
    ...node('server/decisions', 'D14b'),
  },
  {
    name: 'the clock of the phone is believed',
    file: 'domain/ledger/corrected-at.ts',
    find: `event.at + (event.clockOffset ?? 0)`,
    replacement: `event.at`,
    ...node('server/decisions', 'D15b'),
  },
  {
    name: 'a wait lasts until the day the clock came back from',
    file: 'src/sync/engine/backoff.ts',
    find: `until <= now() || until > now() + 2 * LONGEST`,
    replacement: `until <= now()`,
    ...node('sync/backoff', 'D15c'),
  },
  {
    name: 'one bad event fails its whole push',
    file: 'server/ledger/judge-batch.ts',
    find: `    row.verdict = judgement.verdict;`,
    replacement: `    if (judgement.verdict === 'rejected') throw new Error(judgement.reason);
    row.verdict = judgement.verdict;`,
    ...node('server/dead-letters', 'D16a'),
  },
  {
    name: 'a letter is settled as often as it is mended',
    file: 'server/ledger/admit-dead-letter.ts',
    find: `  if (current?.settled_event) {`,
    replacement: `  if (current?.settled_event === '') {`,
    ...node('server/dead-letters-corrected', 'D16g'),
  },
  {
    name: 'a tab that hangs keeps the others from sending',
    file: 'src/sync/coordination/sync-lock.ts',
    find: `() => void navigator.locks.request(name, { steal: true }, () => {}).catch(() => {});`,
    replacement: `() => {};`,
    ...browser('sync/schedule', 'D18d'),
  },
  {
    name: 'a draft that is open in one tab is opened in another',
    file: 'src/ui/state/capture/locked-draft.ts',
    find: `    const release = await lockPatiently(id);
    if (release === null) continue;`,
    replacement: `    const release = (await lockPatiently(id)) ?? (() => {});`,
    ...browser('ui/two-windows', 'D18f'),
  },
];
