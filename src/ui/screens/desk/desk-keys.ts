import { onCleanup, onMount } from 'solid-js';

const FIELDS = 'input:not([type=radio]), textarea, select, dialog, [popover], [contenteditable]';
const PRESSABLE = 'a:not([aria-current=page]), button, summary, [role=button]';

/** Typed words, a composing input method, and the browser's own shortcuts are never the desk's. */
const isForTheDesk = (event: KeyboardEvent): boolean => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  // What lies over the desk takes Escape first, wherever the focus is.
  if (document.querySelector(':popover-open, dialog:modal')) return false;
  if (!(event.target instanceof Element)) return true;
  if (event.target.closest(FIELDS)) return false;
  // Enter presses what has the focus; the line of the open case has been pressed already.
  return event.key !== 'Enter' || !event.target.closest(PRESSABLE);
};

/** Walking goes on while a key is held; everything else happens once a press. */
const walks = ['j', 'k'];

/** Keys for as long as the component stands. `?` and `Enter` by name, letters small. */
export const onDeskKeys = (actions: Readonly<Record<string, () => void>>): void => {
  const onKey = (event: KeyboardEvent): void => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = actions[key];
    if (!act || !isForTheDesk(event) || (event.repeat && !walks.includes(key))) return;
    // Else the letter would land in the field it leads to.
    event.preventDefault();
    act();
  };
  onMount(() => {
    document.addEventListener('keydown', onKey);
    onCleanup(() => document.removeEventListener('keydown', onKey));
  });
};
