import { onCleanup, onMount } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
import { isComposing } from './composing.ts';

const FIELDS = 'input:not([type=radio]), textarea, select, dialog, [popover], [contenteditable]';
const PRESSABLE = 'a:not([aria-current=page]), button, summary, [role=button]';

/** A person who types does not notice at once that the field has closed. */
const STILL_TYPING: Millis = 1000;

const isInField = ({ target }: Event): boolean =>
  target instanceof Element && target.closest(FIELDS) !== null;

/** False for typing, for input methods, and for keys of a dialog, a popover or a focused button. */
const isForPage = (event: KeyboardEvent): boolean => {
  if (isComposing(event) || event.defaultPrevented || isInField(event)) return false;
  if (event.altKey) return false;
  // A dialog or popover over the page handles Escape first, wherever the focus is.
  if (document.querySelector(':popover-open, dialog:modal')) return false;
  // Enter activates the focused element, except the line of the open case, which is active already.
  return event.key !== 'Enter' || !(event.target instanceof Element && event.target.closest(PRESSABLE));
};

/** These keys repeat while held; every other key acts once per press. */
const repeating = ['j', 'k'];

/** Letters in lower case; with Ctrl or ⌘ as `Ctrl+z`. */
const nameOf = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string => {
  const name = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `Ctrl+${shiftKey ? 'Shift+' : ''}${name}` : name;
};

/** Handles keys while the component is mounted. Keys by `KeyboardEvent.key`: see `nameOf`. */
export const onPageKeys = (actions: Readonly<Record<string, () => void>>): void => {
  let typedAt: Millis = -STILL_TYPING;
  const onKey = (event: KeyboardEvent): void => {
    const isLetter = event.key.length === 1;
    // Any other key, Escape or Tab, leaves a field on purpose.
    if (isInField(event)) typedAt = isLetter || isComposing(event) ? event.timeStamp : -STILL_TYPING;
    if (isLetter && event.timeStamp - typedAt < STILL_TYPING) return;
    const key = nameOf(event);
    const act = actions[key];
    if (!act || !isForPage(event) || (event.repeat && !repeating.includes(key))) return;
    // Otherwise the letter would be typed into the field that the key focuses.
    event.preventDefault();
    act();
  };
  onMount(() => {
    document.addEventListener('keydown', onKey);
    onCleanup(() => document.removeEventListener('keydown', onKey));
  });
};
