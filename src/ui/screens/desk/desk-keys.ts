import { onCleanup, onMount } from 'solid-js';

const FIELDS = 'input:not([type=radio]), textarea, select, dialog, [popover], [contenteditable]';
const PRESSABLE = 'a:not([aria-current=page]), button, summary, [role=button]';

/** False for typing, for input methods, and for shortcuts of the browser. */
const isForDesk = (event: KeyboardEvent): boolean => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  // A dialog or popover over the desk handles Escape first, wherever the focus is.
  if (document.querySelector(':popover-open, dialog:modal')) return false;
  if (!(event.target instanceof Element)) return true;
  if (event.target.closest(FIELDS)) return false;
  // Enter activates the focused element, except the line of the open case, which is active already.
  return event.key !== 'Enter' || !event.target.closest(PRESSABLE);
};

/** These keys repeat while held; every other key acts once per press. */
const repeating = ['j', 'k'];

/** Handles keys while the component is mounted. Keys by `KeyboardEvent.key`, letters in lower case. */
export const onDeskKeys = (actions: Readonly<Record<string, () => void>>): void => {
  const onKey = (event: KeyboardEvent): void => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
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
