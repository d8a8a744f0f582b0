import { createSignal } from 'solid-js';

const [changes, setChanges] = createSignal(0);

/** Rises with each change that this page wrote. Counts and lists that read it are read again. */
export const officeChanges = changes;
export const noteOfficeChange = (): void => void setChanges((it) => it + 1);
