import ImageIcon from 'lucide-solid/icons/images';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { hazardFamilies } from '#domain/catalogue/hazard-kinds.ts';
import { Button } from '#ui/parts/Button.tsx';
import { Chips } from '#ui/parts/Chips.tsx';
import { EmptyState } from '#ui/parts/EmptyState.tsx';
import { LongList } from '#ui/parts/LongList.tsx';
import { announceScreen } from '#ui/parts/Screen.tsx';
import { navigate } from '#ui/route/address.ts';
import { useParams } from '#ui/route/Routes.tsx';
import { createCases, createLastContact } from '#ui/state/cases.ts';
import { useApp, usePerson } from '#ui/state/context.ts';
import { clock } from '#ui/words/format.ts';
import { deskWords } from '#ui/words/desk.ts';
import { detailWords } from '#ui/words/detail.ts';
import { named, t } from '#ui/words/words.ts';
import { CaseDetail } from './CaseDetail.tsx';
import { CaseLine } from './CaseLine.tsx';
import {
  isKindFilter,
  kindTest,
  stateFilters,
  stateTests,
  waitsForPhotos,
  type StateFilter,
} from './filters.ts';
import styles from './desk.module.css';

const REFRESH_MILLIS = 30_000;

/** The review desk: what came in, beside it one case whole. From the local copy, so it works without a link too. */
export const Desk = () => {
  const person = usePerson();
  const { online } = useApp();
  const { reference, sync } = person;
  const params = useParams();
  const openId = () => params()['id'];
  const read = createCases(person);
  /** Names before cases, so that no code is shown where a name is coming. */
  const cases = () => (reference.kinds().length > 0 ? read() : undefined);
  const contact = createLastContact(person);
  const [stateFilter, setStateFilter] = createSignal<StateFilter>('reported');
  const [kindFilter, setKindFilter] = createSignal('');
  let heading: HTMLHeadingElement | undefined;
  announceScreen(
    () => deskWords().title,
    () => (openId() ? undefined : heading),
  );

  const ofKind = createMemo(
    () =>
      cases()?.filter(({ case: it }) =>
        kindTest(kindFilter(), it.hazard, reference.kind(it.hazard)?.family),
      ) ?? [],
  );
  const shown = createMemo(() => ofKind().filter(({ case: it }) => stateTests[stateFilter()](it.state)));
  const waiting = createMemo(() => shown().filter(waitsForPhotos).length);
  const chips = () =>
    stateFilters.map((value) => ({
      value,
      words: deskWords().stateFilters[value],
      count: ofKind().filter(({ case: it }) => stateTests[value](it.state)).length,
    }));

  /** Where the open case stands, or stood before it left the list by being decided. */
  const position = createMemo<number>((before) => {
    const at = shown().findIndex(({ case: it }) => it.id === openId());
    return at < 0 ? before : at;
  }, -1);
  const isListed = () => shown().some(({ case: it }) => it.id === openId());
  const step = (by: 1 | -1): void => {
    const list = shown();
    if (list.length === 0) return;
    // A case that has left the list makes room: its successor stands where it stood.
    const next = isListed() ? position() + by : by > 0 ? Math.max(0, position()) : position() - 1;
    const target = list[Math.min(list.length - 1, Math.max(0, next))];
    if (target && target.case.id !== openId())
      navigate(`/desk/${target.case.id}`, { replace: openId() !== undefined });
  };

  const onKey = (event: KeyboardEvent): void => {
    const inField =
      event.target instanceof Element &&
      event.target.closest('input:not([type=radio]), textarea, select, dialog');
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j') step(1);
    if (event.key === 'k') step(-1);
  };
  onMount(() => {
    sync.sendNow();
    const timer = setInterval(() => {
      if (!document.hidden) sync.refresh();
    }, REFRESH_MILLIS);
    document.addEventListener('keydown', onKey);
    onCleanup(() => {
      clearInterval(timer);
      document.removeEventListener('keydown', onKey);
    });
  });

  const busy = () => sync.status().phase === 'receiving';
  const freshness = () => {
    if (!online() || sync.status().error === 'offline') return deskWords().offline;
    const at = contact();
    if (at === undefined) return '';
    return at === null ? deskWords().neverUpdated : deskWords().updated(clock(at));
  };

  return (
    <div class={`desk ${styles.desk}`} data-open={openId() !== undefined}>
      <section class={styles.side}>
        <header class={styles.head}>
          <h1
            ref={(it) => {
              heading = it;
            }}
            tabIndex={-1}
          >
            {deskWords().title}
          </h1>
          <p class={styles.fresh} role="status">
            {freshness()}
          </p>
          <Button class={styles.refresh} onClick={() => sync.sendNow()} aria-busy={busy()}>
            <RefreshCw size={16} aria-hidden="true" />
            {deskWords().refresh}
          </Button>
        </header>
        <div class={styles.filters}>
          <Chips
            label={deskWords().filterState}
            name="desk-state"
            value={stateFilter()}
            options={chips()}
            onChoose={setStateFilter}
          />
          <div class={styles.kindLine}>
            <select
              class={styles.kind}
              aria-label={deskWords().filterKind}
              value={kindFilter()}
              onChange={({ currentTarget: { value } }) => isKindFilter(value) && setKindFilter(value)}
            >
              <option value="">{deskWords().allKinds}</option>
              <For each={hazardFamilies}>
                {(family) => (
                  <optgroup label={t().families[family]}>
                    <option value={`family:${family}`}>
                      {deskWords().wholeFamily(t().families[family])}
                    </option>
                    <For each={reference.kinds().filter((kind) => kind.family === family)}>
                      {(kind) => <option value={`kind:${kind.code}`}>{named(kind.short)}</option>}
                    </For>
                  </optgroup>
                )}
              </For>
            </select>
            <p class={styles.count}>
              {deskWords().count(shown().length)}
              <Show when={waiting() > 0}>
                {t().separator}
                <ImageIcon class={styles.inline} size={14} aria-hidden="true" />{' '}
                {deskWords().photosWaiting(waiting())}
              </Show>
            </p>
          </div>
        </div>
        <ul class={styles.list} aria-label={deskWords().list}>
          <LongList items={shown()}>{(it) => <CaseLine shown={it} />}</LongList>
        </ul>
        <Show when={cases() && shown().length === 0}>
          <EmptyState title={deskWords().empty} what={deskWords().emptyWhat} />
        </Show>
      </section>
      <section class={styles.main} aria-label={detailWords().caseTitle}>
        <Show
          when={openId()}
          keyed
          fallback={
            <div class={styles.nothing}>
              <EmptyState title={deskWords().choose} what={deskWords().chooseWhat} />
            </div>
          }
        >
          {(id) => <CaseDetail id={id} onNext={() => step(1)} />}
        </Show>
      </section>
    </div>
  );
};
