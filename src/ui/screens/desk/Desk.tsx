import { capabilities } from '#domain/people/capabilities.ts';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import Keyboard from 'lucide-solid/icons/keyboard';
import { createMemo, createSignal, onMount, Show } from 'solid-js';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { Progress } from '#ui/parts/trust/Progress.tsx';
import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import { UndoBar } from '#ui/parts/undo/UndoBar.tsx';
import { Segments } from '#ui/parts/controls/Segments.tsx';
import { address, goBack, navigate } from '#ui/route/address.ts';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import { Redirect, useParams } from '#ui/route/Routes.tsx';
import { createCase, type ShownCase } from '#ui/state/cases/cases.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createFinder, type CaseFilter, type Slice } from '#ui/state/cases/finder.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { t } from '#ui/i18n/messages.ts';
import { DeadLettersLink } from '#ui/screens/dead-letters/DeadLettersLink.tsx';
import { CaseDetail } from '#ui/screens/desk/case/CaseDetail.tsx';
import { CaseList, type ListHandle } from '#ui/screens/desk/list/CaseList.tsx';
import { deskHref, filterOf, parseView, type DeskView } from './desk-address.ts';
import { DeskFilters } from '#ui/screens/desk/list/DeskFilters.tsx';
import { onPageKeys } from '#ui/parts/controls/page-keys.ts';
import { Freshness } from './Freshness.tsx';
import { KeysHelp } from './KeysHelp.tsx';
import { createWidths } from './widths.ts';
import styles from './desk.module.css';

const DeskMap = lazyScreen(async () => (await import('./DeskMap.tsx')).DeskMap);

/**
 * The review desk: the list, the map and one case. All data comes from the local copy, so it works without a link. All
 * state is in the address, so the same address shows the same desk.
 */
export const Desk = () => {
  const params = useParams();
  // For bookmarks of an earlier version.
  if (params()['id'] === 'letters') return <Redirect href={`/admin/dead-letters${address().query}`} />;
  return <Panes />;
};

const Panes = () => {
  const person = usePerson();
  const { reference, sync, now } = person;
  const finder = createFinder(person);
  const { isCaseBeside, isMapBeside } = createWidths();
  const [helping, setHelping] = createSignal(false);
  const params = useParams();
  const openId = () => params()['id'];
  let heading: HTMLHeadingElement | undefined;
  let mapPane: HTMLElement | undefined;
  let list: ListHandle | undefined;
  announceScreen(
    () => deskMessages().title,
    () => (openId() ? undefined : heading),
  );

  const view = createMemo(() => parseView(address().query));
  const filter = createMemo((): CaseFilter => filterOf(view(), now()), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  const hrefOf = (id: string | undefined): string => deskHref(id, view());
  /** Filters and map view replace the history entry: going back leaves the desk. */
  const change = (changes: Partial<DeskView>): void =>
    navigate(deskHref(openId(), { ...view(), ...changes }), { replace: true });
  /** Opening a case adds a history entry only where the case covers the list. */
  const replaces = () => isCaseBeside() || openId() !== undefined;
  const open = (id: string): void => navigate(hrefOf(id), { replace: replaces() });
  const close = (): void => {
    if (openId() === undefined) return;
    if (isCaseBeside()) navigate(hrefOf(undefined), { replace: true });
    else goBack(hrefOf(undefined));
  };

  const [slice, setSlice] = createSignal<Slice>({ from: 0, to: 30 });
  const answer = finder.createFound(filter, slice);
  /** Waits for the names of the hazard kinds, so that no code is shown in place of a name. */
  const found = () => (finder.progress() === null && reference.kinds().length > 0 ? answer() : undefined);

  const wanted = createCase(person, () => openId() ?? '');
  /** The previous case stays until the next one is read, so that nothing flickers. */
  const shown = createMemo<ShownCase | null | undefined>((before) => {
    if (openId() === undefined) return undefined;
    return wanted.shown() === undefined ? before : wanted.shown();
  });

  let isStepping = false;
  /** From a case that left the list, for example by a decision, the step starts at its former position. */
  const step = async (by: 1 | -1): Promise<void> => {
    const id = openId();
    if (isStepping) return;
    if (id === undefined) {
      const first = list?.firstSeen();
      return void (first && open(first));
    }
    isStepping = true;
    const { before, after } = await finder.neighbours(filter(), id).finally(() => {
      isStepping = false;
    });
    const next = by > 0 ? after : before;
    if (next !== null && openId() === id) open(next);
  };
  const goToMap = (): void => {
    if (isMapBeside()) return void mapPane?.querySelector<HTMLElement>('.case-map')?.focus();
    const isMap = view().pane === 'map';
    change({ pane: isMap ? 'list' : 'map' });
  };
  onPageKeys({
    j: () => void step(1),
    k: () => void step(-1),
    m: goToMap,
    '/': () => document.getElementById('desk-search')?.focus(),
    '?': () => setHelping(true),
    Escape: close,
  });
  onMount(() => sync.sendNow());

  const isMapShown = () => isMapBeside() || (view().pane === 'map' && (isCaseBeside() || !openId()));
  return (
    <div class={styles.frame}>
      <UndoBar />
      <div
        class={`desk ${styles.desk}`}
        data-open={openId() !== undefined}
        data-pane={isMapBeside() ? 'both' : view().pane}
      >
        <section class={styles.side}>
          <h1
            class={styles.title}
            ref={(it) => {
              heading = it;
            }}
            tabIndex={-1}
          >
            {deskMessages().title}
          </h1>
          <Show when={capabilities[person.person().role].administers}>
            <DeadLettersLink />
          </Show>
          <DeskFilters view={view()} counts={found()?.countByState} onChange={change}>
            <Button
              look="quiet"
              icon
              class={styles.refresh}
              onClick={() => sync.sendNow()}
              aria-busy={sync.status().phase === 'receiving'}
              aria-label={deskMessages().refresh}
              title={deskMessages().refresh}
            >
              <RefreshCw size={18} aria-hidden="true" />
            </Button>
            <Button
              look="quiet"
              icon
              class={styles.help}
              onClick={() => setHelping(true)}
              aria-label={deskMessages().keysTitle}
              title={deskMessages().keysTitle}
            >
              <Keyboard size={18} aria-hidden="true" />
            </Button>
          </DeskFilters>
          <div class={styles.count}>
            <p role="status">
              <Show when={found()}>{(it) => <>{deskMessages().count(it().total)}</>}</Show>
            </p>
            <Show when={(found()?.waiting ?? 0) > 0 && view().photos === ''}>
              <button
                type="button"
                class={styles.waiting}
                title={deskMessages().showWaiting}
                onClick={() => change({ photos: 'missing' })}
              >
                {deskMessages().photosWaiting(found()?.waiting ?? 0)}
              </button>
            </Show>
            <Freshness />
            <Show when={!isMapBeside()}>
              <Segments
                label={deskMessages().pane}
                name="desk-pane"
                value={view().pane}
                options={[
                  { value: 'list', label: deskMessages().listPane },
                  { value: 'map', label: deskMessages().map },
                ]}
                onChoose={(pane) => change({ pane })}
              />
            </Show>
          </div>
          <div class={styles.list}>
            <Show when={found()} fallback={<Reading progress={finder.progress()} />}>
              {(it) => (
                <Show
                  when={it().total > 0}
                  fallback={<EmptyState title={deskMessages().empty} what={deskMessages().emptyHint} />}
                >
                  <CaseList
                    found={it()}
                    filter={filter()}
                    openId={openId()}
                    hrefOf={hrefOf}
                    replaces={replaces()}
                    onWindow={setSlice}
                    indexOf={async (id) => (await finder.neighbours(filter(), id)).index}
                    ref={(handle) => {
                      list = handle;
                    }}
                  />
                </Show>
              )}
            </Show>
          </div>
        </section>
        <div
          class={styles.map}
          ref={(it) => {
            mapPane = it;
          }}
        >
          <Show when={isMapShown()}>
            <DeskMap
              finder={finder}
              filter={filter()}
              open={shown()}
              view={view().map}
              onView={(map) => change({ map })}
              onOpen={open}
            />
          </Show>
        </div>
        <section class={styles.main} aria-label={detailMessages().caseTitle}>
          <Show when={openId() && shown() === null}>
            <EmptyState
              title={detailMessages().notFound}
              what={detailMessages().notFoundWhat}
              action={
                <ButtonLink back href={hrefOf(undefined)}>
                  {t().back}
                </ButtonLink>
              }
            />
          </Show>
          <Show when={!openId()}>
            <EmptyState title={deskMessages().choose} what={deskMessages().chooseHint} />
          </Show>
          <Show when={shown()?.case.id} keyed>
            <CaseDetail
              shown={shown()!}
              own={wanted.own()}
              backHref={hrefOf(undefined)}
              isOwnPage={!isCaseBeside()}
              hasMap={isMapShown()}
              onNext={() => void step(1)}
            />
          </Show>
        </section>
        {/* Inside the desk, so that it has the text size of the desk. */}
        <KeysHelp open={helping()} onClose={() => setHelping(false)} />
      </div>
    </div>
  );
};

/** Progress while the finder reads the local copy for the first time. */
const Reading = (props: { readonly progress: { readonly done: number; readonly of: number } | null }) => {
  const share = () => (props.progress && props.progress.of > 0 ? props.progress.done / props.progress.of : 0);
  return (
    <div class={styles.reading}>
      <p>{deskMessages().reading}</p>
      <Progress share={share()} label={deskMessages().reading} />
      <p class={styles.soft}>
        <Show when={props.progress && props.progress.of > 0 && props.progress}>
          {(it) => <>{deskMessages().readingOf(it().done, it().of)}</>}
        </Show>
      </p>
    </div>
  );
};
