import { createContext, createMemo, Show, useContext, type Accessor, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { address, navigate } from './address.ts';
import { matchPath, type Params } from './match-path.ts';

export type Route = { readonly path: string; readonly screen: Component };

const ParamsContext = createContext<Accessor<Params>>(() => ({}));

/** The parameters of the address, as a signal. A screen is kept while only its parameters change. */
export const useParams = (): Accessor<Params> => useContext(ParamsContext);

/** The screen of the first route that matches the address, so routes without parameters come first. */
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

/** Replaces the current address at once. */
export const Redirect = (props: { readonly href: string }) => {
  queueMicrotask(() => navigate(props.href, { replace: true }));
  return null;
};
