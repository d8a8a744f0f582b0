import { splitProps, type JSX } from 'solid-js';
import { address, goBack, navigate } from './address.ts';

type LinkProps = Omit<JSX.AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'> & {
  readonly href: string;
  /** Goes back in the history; to `href` if this screen is the first of the visit. */
  readonly back?: boolean;
  /** Replaces the current history entry. */
  readonly replace?: boolean;
};

/** Whether this link is the current address or above it. */
const isAt = (href: string): boolean => {
  const { path } = address();
  const [to = ''] = href.split('?');
  return path === to || (to !== '/' && path.startsWith(`${to}/`));
};

/** A real link: with a modifier key the browser opens it in a new tab; otherwise the page stays loaded. */
export const Link = (props: LinkProps) => {
  const [own, rest] = splitProps(props, ['href', 'back', 'replace']);
  return (
    <a
      aria-current={isAt(own.href) ? 'page' : undefined}
      {...rest}
      href={own.href}
      onClick={(event) => {
        const isForBrowser =
          event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
        if (isForBrowser || event.defaultPrevented) return;
        event.preventDefault();
        if (own.back) goBack(own.href);
        else navigate(own.href, { replace: own.replace ?? false });
      }}
    />
  );
};
