import { splitProps, type JSX } from 'solid-js';
import { address, goBack, navigate } from './address.ts';

type LinkProps = Omit<JSX.AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'> & {
  readonly href: string;
  /** Leads back to the screen before; `href` is where it leads when there is none. */
  readonly back?: boolean;
  /** Takes the place of the address it was followed from. */
  readonly replace?: boolean;
};

/** Is this link the current address, or above it? The screens of admins belong to the desk. */
const isAt = (href: string): boolean => {
  const path = address().path.replace('/admin/', '/desk/');
  const [to = ''] = href.split('?');
  return path === to || (to !== '/' && path.startsWith(`${to}/`));
};

/** A real link: it opens in a new tab when asked to, and without leaving the page otherwise. */
export const Link = (props: LinkProps) => {
  const [own, rest] = splitProps(props, ['href', 'back', 'replace']);
  return (
    <a
      aria-current={isAt(own.href) ? 'page' : undefined}
      {...rest}
      href={own.href}
      onClick={(event) => {
        const elsewhere =
          event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
        if (elsewhere || event.defaultPrevented) return;
        event.preventDefault();
        if (own.back) goBack(own.href);
        else navigate(own.href, { replace: own.replace ?? false });
      }}
    />
  );
};
