/** Distance from the viewport at which lists load pictures and further lines. */
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

/** Calls `act` each time the element comes near the viewport. Returns the function that stops observing. */
export const whenNear = (element: Element, act: () => void): (() => void) => {
  actions.set(element, act);
  observe().observe(element);
  return () => {
    actions.delete(element);
    observe().unobserve(element);
  };
};
