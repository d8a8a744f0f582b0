import { createContext, createMemo, Show, useContext, type Accessor, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { address, navigate } from './address.ts';
import { matchPath, type Params } from './match-path.ts';

export type Route = { readonly path: string; readonly screen: Component };

const ParamsContext = createContext<Accessor<Params>>(() => ({}));

/** The named parts of the address, as a signal: a screen stays while only they change. */
export const useParams = (): Accessor<Params> => useContext(ParamsContext);

/** The screen of the first route that fits the address. */
export const Routes = (props: { readonly routes: readonly Route[]; readonly fallback: Component }) => {
  const found = createMemo(() => {
    for (const route of props.routes) {
      const params = matchPath(route.path, address().path);
      if (params) return { screen: route.screen, params };
    }
    return { screen: props.fallback, params: {} };
  });
  const screen = createMemo(() => found().screen);
  return (
    <ParamsContext.Provider value={() => found().params}>
      <Show when={screen()} keyed>
        {(shown) => <Dynamic component={shown} />}
      </Show>
    </ParamsContext.Provider>
  );
};

/** Leads elsewhere at once. */
export const Redirect = (props: { readonly href: string }) => {
  queueMicrotask(() => navigate(props.href, { replace: true }));
  return null;
};
