/**
 * True for a key that belongs to an input method. The key that ends a composition may come after `compositionend`; its code
 * is 229 then.
 */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
