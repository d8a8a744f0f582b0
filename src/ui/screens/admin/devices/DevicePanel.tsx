import { createSignal, Show } from 'solid-js';
import { browserName } from '#device/browser-name.ts';
import { devicesMessages } from '#ui/i18n/admin/devices.ts';
import { exactTime } from '#ui/i18n/format.ts';
import { Fact, Facts } from '#ui/parts/case/Facts.tsx';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Panel } from '#ui/screens/admin/parts/Panel.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import type { DeviceRow } from './Devices.tsx';
import { EndSession } from './EndSession.tsx';
import styles from './devices.module.css';

/** One device, and the end of its session. */
export const DevicePanel = (props: {
  readonly row: DeviceRow | null;
  readonly name: string;
  readonly ago: (at: number) => string;
  readonly onEnded: () => void;
}) => {
  const person = usePerson();
  const [isAsking, setAsking] = createSignal(false);
  const [hasFailed, setFailed] = createSignal(false);
  const end = async (id: string): Promise<void> => {
    setAsking(false);
    const answered = await officeClientOf(person).endSession(id);
    setFailed(!answered.ok);
    if (answered.ok) props.onEnded();
  };
  return (
    <Show when={props.row?.value} keyed>
      {(device) => (
        <Panel title={props.name} closeHref="/admin/devices" onSubmit={async () => void setAsking(true)}>
          <Facts>
            <Fact name={devicesMessages().browser}>{browserName(device.label)}</Fact>
            <Fact name={devicesMessages().version}>{device.app ?? '—'}</Fact>
            <Fact name={devicesMessages().contact}>
              {props.ago(device.lastContact)}
              <span class={styles.exact}>{exactTime(device.lastContact)}</span>
            </Fact>
            <Fact name={devicesMessages().unsent}>
              <span class={device.unsent > 0 ? styles.unsent : ''}>
                {devicesMessages().unsentCount(device.unsent)}
              </span>
            </Fact>
            <Show when={device.oldestUnsent}>
              {(at) => (
                <Fact name={devicesMessages().oldest}>
                  {props.ago(at())}
                  <span class={styles.exact}>{exactTime(at())}</span>
                </Fact>
              )}
            </Show>
            <Fact name={devicesMessages().enrolled}>{exactTime(device.enrolledAt)}</Fact>
            <Fact name={devicesMessages().session}>
              {device.hasSession ? devicesMessages().signedIn : devicesMessages().ended}
            </Fact>
            <Fact name={devicesMessages().id}>
              <span class={styles.id}>{device.id}</span>
            </Fact>
          </Facts>
          <Show when={hasFailed()}>
            <p class={styles.unsent} role="alert">
              {devicesMessages().failed}
            </p>
          </Show>
          <Show when={device.hasSession}>
            <div>
              <Button type="submit" look="danger">
                {devicesMessages().end}
              </Button>
            </div>
          </Show>
          <EndSession
            isOpen={isAsking()}
            name={props.name}
            unsent={device.unsent}
            onClose={() => setAsking(false)}
            onConfirm={() => void end(device.id)}
          />
        </Panel>
      )}
    </Show>
  );
};
