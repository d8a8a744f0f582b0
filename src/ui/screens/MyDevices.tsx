import { createSignal, For, Show } from 'solid-js';
import type { OwnDevice } from '#domain/protocol/devices.ts';
import { browserName } from '#device/browser-name.ts';
import { devicesMessages } from '#ui/i18n/admin/devices.ts';
import { duration } from '#ui/i18n/format.ts';
import { t } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { createOwnDevices } from '#ui/state/app/own-devices.ts';
import { EndSession } from './admin/devices/EndSession.tsx';
import devices from './my-devices.module.css';
import styles from './me.module.css';

/** The devices on which the person is signed in, and the end of a session on another one. */
export const MyDevices = () => {
  const { session } = useApp();
  const { me, now } = usePerson();
  const own = createOwnDevices(session);
  const [asking, setAsking] = createSignal<OwnDevice | null>(null);
  const [hasFailed, setFailed] = createSignal(false);
  const end = async ({ id }: OwnDevice): Promise<void> => {
    setAsking(null);
    setFailed(!(await own.end(id)));
  };
  const open = () => own.list()?.filter(({ id, hasSession }) => hasSession || id === me().device);
  return (
    <section class={styles.card} aria-labelledby="devices">
      <h2 id="devices">{devicesMessages().own}</h2>
      <Show
        when={open()}
        fallback={
          <p class={styles.text}>{own.list() === null ? devicesMessages().ownOffline : t().sync.reading}</p>
        }
      >
        {(list) => (
          <ul class={devices.list}>
            <For each={list()}>
              {(device) => (
                <li class={devices.device}>
                  <div>
                    <p translate="no">{browserName(device.label)}</p>
                    <p class={styles.text}>
                      {device.id === me().device
                        ? devicesMessages().thisDevice
                        : devicesMessages().ago(duration(Math.max(0, now() - device.lastContact)))}
                      <Show when={device.unsent > 0 && device.id !== me().device}>
                        {t().separator}
                        {devicesMessages().unsent} {devicesMessages().unsentCount(device.unsent)}
                      </Show>
                    </p>
                  </div>
                  <Show when={device.id !== me().device}>
                    <Button onClick={() => setAsking(device)}>{devicesMessages().end}</Button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <Show when={hasFailed()}>
        <p class={styles.text} role="alert">
          {devicesMessages().failed}
        </p>
      </Show>
      <Show when={(open()?.length ?? 0) > 1}>
        <p class={styles.text}>{devicesMessages().ownHint}</p>
      </Show>
      <EndSession
        isOpen={asking() !== null}
        name={me().person.name}
        unsent={asking()?.unsent ?? 0}
        onClose={() => setAsking(null)}
        onConfirm={() => void end(asking()!)}
      />
    </section>
  );
};
