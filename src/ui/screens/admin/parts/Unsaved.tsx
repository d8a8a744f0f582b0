import {
  createContext,
  createEffect,
  createMemo,
  createSignal,
  onCleanup,
  onMount,
  untrack,
  useContext,
  type Accessor,
  type JSX,
} from 'solid-js';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { navigate } from '#ui/route/address.ts';
import type { Params } from '#ui/route/match-path.ts';
import { useParams } from '#ui/route/Routes.tsx';

type Unsaved = {
  readonly has: Accessor<boolean>;
  readonly set: (isUnsaved: boolean) => void;
  /** Runs `leave` now, or after the person agreed to lose what is unsaved. */
  readonly guard: (leave: () => void) => void;
  /** The parameters of the address; those of the form until it may be left. */
  readonly params: Accessor<Params>;
};

const UnsavedContext = createContext<Unsaved>();

/** Without a guard nothing is asked. */
export const useUnsaved = (): Unsaved =>
  useContext(UnsavedContext) ?? {
    has: () => false,
    set: () => {},
    guard: (leave) => leave(),
    params: useParams(),
  };

/** While something is changed, leaving asks first. For forms that know it themselves. */
export const guardChanges = (isChanged: Accessor<boolean>): void => {
  const unsaved = useUnsaved();
  createEffect(() => unsaved.set(isChanged()));
  onCleanup(() => unsaved.set(false));
};

const linkOf = ({ target }: Event): HTMLAnchorElement | null =>
  target instanceof Element ? target.closest('a[href]') : null;
const isForBrowser = (event: MouseEvent): boolean =>
  event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;

/** Asks before a form with unsaved changes is left: by a link, a key, the browser's back, or the end of the page. */
export const UnsavedGuard = (props: { readonly children: JSX.Element }) => {
  const [has, set] = createSignal(false);
  const [leaving, setLeaving] = createSignal<(() => void) | null>(null);
  let isReturning = false;
  const guard = (leave: () => void): void => {
    if (has()) setLeaving(() => leave);
    else leave();
  };
  const address = useParams();
  const params = createMemo<Params>((before) => {
    const now = address();
    return untrack(has) ? before : now;
  }, address());
  // It captures: it runs before the listeners of the links.
  const onClick = (event: MouseEvent): void => {
    const link = linkOf(event);
    if (!link || !has() || isForBrowser(event) || link.target === '_blank') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    guard(() => navigate(link.getAttribute('href')!));
  };
  /** A step back has happened already: it is undone, and done again if the person agrees. */
  const onPopState = (): void => {
    if (isReturning) guard(() => history.back());
    else if (has()) history.forward();
    isReturning = !isReturning && has();
  };
  const onUnload = (event: BeforeUnloadEvent): void => {
    if (has()) event.preventDefault();
  };
  onMount(() => {
    document.addEventListener('click', onClick, true);
    window.addEventListener('popstate', onPopState);
    window.addEventListener('beforeunload', onUnload);
    onCleanup(() => {
      document.removeEventListener('click', onClick, true);
      window.removeEventListener('popstate', onPopState);
      window.removeEventListener('beforeunload', onUnload);
    });
  });
  return (
    <UnsavedContext.Provider value={{ has, set, guard, params }}>
      {props.children}
      <ConfirmDialog
        open={leaving() !== null}
        title={shellMessages().unsaved}
        confirm={shellMessages().discard}
        tone="danger"
        onConfirm={() => {
          const leave = leaving();
          set(false);
          setLeaving(null);
          leave?.();
        }}
        onClose={() => setLeaving(null)}
      >
        {shellMessages().unsavedHint}
      </ConfirmDialog>
    </UnsavedContext.Provider>
  );
};
