/** Long lists show their pictures, and their next lines, when one comes near them. */
const NEAR = '600px 0px';

const actions = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

const observe = (): IntersectionObserver =>
  (observer ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) actions.get(target)?.();
    },
    { rootMargin: NEAR },
  ));

/** Returns what ends it. */
export const whenNear = (element: Element, act: () => void): (() => void) => {
  actions.set(element, act);
  observe().observe(element);
  return () => {
    actions.delete(element);
    observe().unobserve(element);
  };
};
