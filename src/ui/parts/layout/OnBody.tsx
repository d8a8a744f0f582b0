import { onCleanup, type JSX } from 'solid-js';
import { insert } from 'solid-js/web';

/**
 * Puts its children at the end of the page, outside the app: a sheet that is printed alone. `Portal` of Solid would be part of
 * the first load.
 */
export const OnBody = (props: { readonly children: JSX.Element }): null => {
  const host = document.createElement('div');
  // Print styles hide everything else.
  host.dataset['sheet'] = '';
  document.body.append(host);
  insert(host, () => props.children);
  onCleanup(() => host.remove());
  return null;
};
