import { onCleanup, onMount } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
import { isComposing } from '#ui/parts/controls/composing.ts';

const FIELDS = 'input:not([type=radio]), textarea, select, dialog, [popover], [contenteditable]';
const PRESSABLE = 'a:not([aria-current=page]), button, summary, [role=button]';

/** A person who types does not notice at once that the field has closed. */
const STILL_TYPING: Millis = 1000;

const isInField = ({ target }: Event): boolean =>
  target instanceof Element && target.closest(FIELDS) !== null;

/** False for typing, for input methods, and for shortcuts of the browser. */
const isForDesk = (event: KeyboardEvent): boolean => {
  if (isComposing(event) || event.defaultPrevented || isInField(event)) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  // A dialog or popover over the desk handles Escape first, wherever the focus is.
  if (document.querySelector(':popover-open, dialog:modal')) return false;
  // Enter activates the focused element, except the line of the open case, which is active already.
  return event.key !== 'Enter' || !(event.target instanceof Element && event.target.closest(PRESSABLE));
};

/** These keys repeat while held; every other key acts once per press. */
const repeating = ['j', 'k'];

/** Handles keys while the component is mounted. Keys by `KeyboardEvent.key`, letters in lower case. */
export const onDeskKeys = (actions: Readonly<Record<string, () => void>>): void => {
  let typedAt: Millis = -STILL_TYPING;
  const onKey = (event: KeyboardEvent): void => {
    const isLetter = event.key.length === 1;
    // Any other key, Escape or Tab, leaves a field on purpose.
    if (isInField(event)) typedAt = isLetter || isComposing(event) ? event.timeStamp : -STILL_TYPING;
    if (isLetter && event.timeStamp - typedAt < STILL_TYPING) return;
    const key = isLetter ? event.key.toLowerCase() : event.key;
    const act = actions[key];
    if (!act || !isForDesk(event) || (event.repeat && !repeating.includes(key))) return;
    // Otherwise the letter would be typed into the field that the key focuses.
    event.preventDefault();
    act();
  };
  onMount(() => {
    document.addEventListener('keydown', onKey);
    onCleanup(() => document.removeEventListener('keydown', onKey));
  });
};
