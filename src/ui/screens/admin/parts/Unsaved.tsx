import {
  createContext,
  createSignal,
  onCleanup,
  onMount,
  useContext,
  type Accessor,
  type JSX,
} from 'solid-js';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { navigate } from '#ui/route/address.ts';

type Unsaved = {
  readonly has: Accessor<boolean>;
  readonly set: (isUnsaved: boolean) => void;
  /** Runs `leave` now, or after the person agreed to lose what is unsaved. */
  readonly guard: (leave: () => void) => void;
};

const UnsavedContext = createContext<Unsaved>({
  has: () => false,
  set: () => {},
  guard: (leave) => leave(),
});
export const useUnsaved = (): Unsaved => useContext(UnsavedContext);

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
  // The listeners capture: they run before those of the links and of the route.
  const onClick = (event: MouseEvent): void => {
    const link = linkOf(event);
    if (!link || !has() || isForBrowser(event) || link.target === '_blank') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    guard(() => navigate(link.getAttribute('href')!));
  };
  const onPopState = (event: PopStateEvent): void => {
    if (!has() && !isReturning) return;
    event.stopImmediatePropagation();
    if (isReturning) {
      isReturning = false;
      guard(() => history.back());
      return;
    }
    isReturning = true;
    history.forward();
  };
  const onUnload = (event: BeforeUnloadEvent): void => {
    if (has()) event.preventDefault();
  };
  onMount(() => {
    document.addEventListener('click', onClick, true);
    window.addEventListener('popstate', onPopState, true);
    window.addEventListener('beforeunload', onUnload);
    onCleanup(() => {
      document.removeEventListener('click', onClick, true);
      window.removeEventListener('popstate', onPopState, true);
      window.removeEventListener('beforeunload', onUnload);
    });
  });
  return (
    <UnsavedContext.Provider value={{ has, set, guard }}>
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
