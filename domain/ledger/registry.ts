/**
 * A subject is the fold of its events. The same pure functions run on the phone, on the server and in the tests, for every
 * registered kind.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { ReferenceKind } from '#domain/reference/reference-view.ts';
import type { Act, DeviceContext, JudgeContext } from './act.ts';
import type { Audience } from './audience.ts';
import { eventTime, type EventTime } from './event-time.ts';
import type { LedgerEvent } from './envelope.ts';
import type { Authority, Role } from './roles.ts';
import type { SubjectBase } from './subject-base.ts';
import type { SubjectRef } from './subject.ts';
import type { SubjectModule } from './subject-module.ts';
import type { TimelineEntry } from './timeline.ts';
import type { Basis, Judgement, LedgerEntry } from './verdict.ts';

const textOf = (body: unknown): string => {
  const { text } = body as { readonly text?: unknown };
  return typeof text === 'string' ? text : '';
};

const timelineEntry = (
  { event, by, receivedAt, verdict, reason }: LedgerEntry,
  { at, isUncertain }: EventTime,
): TimelineEntry => ({
  eventId: event.id,
  type: event.type,
  author: event.author,
  device: event.device,
  role: by.role,
  at,
  ...(isUncertain ? { isUncertain } : {}),
  deviceAt: event.at,
  receivedAt,
  verdict,
  reason,
  text: textOf(event.body),
  photos: event.photos.length,
  mended: event.mended,
});

const rejected = (reason: ErrorCode): Judgement => ({ verdict: 'rejected', reason });
const wrongState: Judgement = { verdict: 'contested', reason: 'wrongState' };

export const createRegistry = <S extends SubjectBase, E extends LedgerEvent>(
  modules: readonly SubjectModule[],
) => {
  const modulesByKind = new Map(modules.map((module) => [module.kind, module]));
  const registered = new Map(
    modules.flatMap((module) => module.acts.map((act) => [act.type, { module, act }] as const)),
  );

  const find = (type: string): { readonly module: SubjectModule; readonly act: Act<SubjectBase> } => {
    const found = registered.get(type);
    if (!found) throw new Error(`${type} is not registered`);
    return found;
  };
  const moduleOf = ({ kind }: Pick<SubjectRef, 'kind'>): SubjectModule => {
    const module = modulesByKind.get(kind);
    if (!module) throw new Error(`${kind} is not registered`);
    return module;
  };

  const mayHappen = ({ finalStates }: SubjectModule, { from }: Act<SubjectBase>, state: string): boolean =>
    from === 'open' ? !finalStates.includes(state) : from.includes(state);

  const basisOf = (act: Act<SubjectBase>, event: E, context: JudgeContext): Basis | null => {
    const data = act.basis?.(event, context);
    const effect = act.effects.length;
    if (data === undefined) return effect === 1 ? null : { effect };
    return { effect, data };
  };

  /** Judges an event against its subject as it stands. Gives the same answer on the device and on the server. */
  const judge = (current: S | null, event: E, context: JudgeContext): Judgement => {
    const { module, act } = find(event.type);
    const { by, now } = context;
    if (!act.roles.includes(by.role)) return rejected('notPermitted');
    if (act.needs.photos === 'required' && event.photos.length === 0) return rejected('photoMissing');
    const fault = act.check?.(event, context);
    if (fault) return rejected(fault);
    const isProvisional = (act.names?.(event.body) ?? []).some((ref) => context.related(ref) === undefined);
    const applied = (): Judgement => {
      const basis = basisOf(act, event, context);
      return {
        verdict: 'applied',
        ...(basis ? { basis } : {}),
        ...(isProvisional ? { isProvisional } : {}),
      };
    };
    if (act.from === 'new') {
      if (current === null) return applied();
      if (!act.replaces?.(current, event)) return rejected('subjectExists');
      return current.state === act.to ? applied() : wrongState;
    }
    if (current === null) return { verdict: 'held' };
    if (!module.covers(by, current)) return rejected('outOfScope');
    if (!mayHappen(module, act, current.state)) return wrongState;
    const refusal = act.guard?.(current, by, now);
    return refusal ? rejected(refusal) : applied();
  };

  /**
   * Adds one judged event to its subject. Applied and contested events only: rejected and held ones are not part of a
   * subject. A second delivery of the same event changes nothing.
   */
  const applyEvent = (current: S | null, entry: LedgerEntry<E>): S => {
    const { event, verdict, basis } = entry;
    if (current?.timeline.some((line) => line.eventId === event.id)) return current;
    const { act } = find(event.type);
    if (current === null && act.from !== 'new') throw new Error(`${event.type} cannot begin a subject`);
    const time = eventTime(event, entry.receivedAt);
    const timeline = [...(current?.timeline ?? []), timelineEntry(entry, time)];
    if (verdict === 'contested') return { ...current!, timeline };
    const version = basis?.effect ?? 1;
    const effect = act.effects[version - 1];
    if (!effect) throw new Error(`${event.type} has no effect ${version}`);
    return { ...(effect.apply(current, entry, time) as S), timeline };
  };

  /** The ledger read from the beginning: what a replay gives. */
  const fold = (entries: readonly LedgerEntry<E>[]): S | null =>
    entries.reduce<S | null>((subject, entry) => applyEvent(subject, entry), null);

  /**
   * What a device shows: the pulled subject, and on top of it the device's own events that the subject does not contain
   * yet. They are judged as the server will probably judge them. An event that the server would reject changes nothing
   * here; the outbox shows it.
   */
  const rebase = (confirmed: S | null, own: readonly E[], context: DeviceContext): S | null =>
    own.reduce<S | null>((subject, event) => {
      const judgement = judge(subject, event, { ...context, now: eventTime(event, null).at });
      if (judgement.verdict === 'rejected' || judgement.verdict === 'held') return subject;
      return applyEvent(subject, { event, by: context.by, receivedAt: null, reason: null, ...judgement });
    }, confirmed);

  return {
    judge,
    applyEvent,
    fold,
    rebase,
    isEventType: (type: string): type is E['type'] => registered.has(type),
    audienceOf: (subject: S): Audience => moduleOf(subject).audience(subject),
    foldVersionOf: (ref: Pick<SubjectRef, 'kind'>): number => moduleOf(ref).foldVersion,
    /** The acts this person may do to the subject now: for buttons and keys. */
    mayDo: (subject: S, by: Authority, now: Millis): readonly E['type'][] => {
      const module = moduleOf(subject);
      if (!module.covers(by, subject)) return [];
      return module.acts
        .filter(
          (act) =>
            act.from !== 'new' &&
            act.roles.includes(by.role) &&
            mayHappen(module, act, subject.state) &&
            !act.guard?.(subject, by, now),
        )
        .map((act) => act.type);
    },
    /** The acts that a role may ever do. */
    actsOf: (role: Role): readonly E['type'][] =>
      [...registered.values()].flatMap(({ act }) => (act.roles.includes(role) ? act.type : [])),
    /** The other subjects an event names. */
    namedBy: (event: E): readonly SubjectRef[] => find(event.type).act.names?.(event.body) ?? [],
    actOf: (type: E['type']): Act<S> => find(type).act as unknown as Act<S>,
    /** The kinds of reference data that a judgement reads. */
    kindsRead: [
      ...new Set(modules.flatMap(({ acts }) => acts.flatMap(({ reads }) => reads ?? []))),
    ] as readonly ReferenceKind[],
  };
};
