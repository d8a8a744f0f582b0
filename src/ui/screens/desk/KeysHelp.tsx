import { For } from 'solid-js';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Dialog } from '#ui/parts/controls/Dialog.tsx';
import { deskMessages } from '#ui/i18n/desk.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from './keys-help.module.css';

const keys = [
  ['next', 'J'],
  ['previous', 'K'],
  ['file', 'F'],
  ['dismiss', 'D'],
  ['undo', 'Ctrl Z'],
  ['zoom', 'Z'],
  ['map', 'M'],
  ['search', '/'],
  ['leave', 'Esc'],
  ['help', '?'],
] as const;

export const KeysHelp = (props: { readonly open: boolean; readonly onClose: () => void }) => (
  <Dialog open={props.open} label={deskMessages().keysTitle} onClose={props.onClose}>
    <h2>{deskMessages().keysTitle}</h2>
    <dl class={styles.keys}>
      <For each={keys}>
        {([what, key]) => (
          <div class={styles.line}>
            <dt>{deskMessages().keys[what]}</dt>
            <dd>
              <kbd class={styles.key}>{key}</kbd>
            </dd>
          </div>
        )}
      </For>
    </dl>
    <Button wide onClick={() => props.onClose()}>
      {t().close}
    </Button>
  </Dialog>
);
