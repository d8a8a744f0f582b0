import { createMemo } from 'solid-js';
import { err, ok } from '#domain/base/result.ts';
import type { DeviceLine } from '#domain/office/messages.ts';
import { browserName } from '#device/browser-name.ts';
import { devicesMessages } from '#ui/i18n/admin/devices.ts';
import { duration } from '#ui/i18n/format.ts';
import { Register, type Column } from '#ui/screens/admin/parts/register/Register.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import { DevicePanel } from './DevicePanel.tsx';
import styles from './devices.module.css';

export type DeviceRow = { readonly id: string; readonly value: DeviceLine & { readonly retired?: true } };

/** Every device of the office; the server puts the one with the oldest unsent event first. */
export const Devices = () => {
  const person = usePerson();
  const { reference, now } = person;
  const [answered, readAgain] = createAnswer(() => officeClientOf(person).devices());
  const rows = createMemo(() => {
    const it = answered();
    if (!it) return undefined;
    return it.ok ? ok(it.value.devices.map((value): DeviceRow => ({ id: value.id, value }))) : err(it.error);
  });
  const nameOf = (id: string): string => reference.person(id)?.name ?? devicesMessages().unknownPerson;
  const ago = (at: number): string => devicesMessages().ago(duration(Math.max(0, now() - at)));
  const columns = (): readonly Column<DeviceRow>[] => [
    { title: devicesMessages().person, width: '6rem', text: ({ value }) => nameOf(value.person) },
    {
      title: devicesMessages().unsent,
      width: '4rem',
      text: ({ value }) => (
        <span class={value.unsent > 0 ? styles.unsent : styles.none}>
          {value.unsent > 0 ? devicesMessages().unsentCount(value.unsent) : '0'}
        </span>
      ),
    },
    {
      title: devicesMessages().oldest,
      width: '5.5rem',
      text: ({ value }) => (value.oldestUnsent === null ? '' : ago(value.oldestUnsent)),
    },
    {
      title: devicesMessages().browser,
      width: 'minmax(6rem, 1fr)',
      text: ({ value }) => <span title={value.label}>{browserName(value.label)}</span>,
    },
    { title: devicesMessages().version, width: '4.5rem', text: ({ value }) => value.app ?? '—' },
    { title: devicesMessages().contact, width: '8rem', text: ({ value }) => ago(value.lastContact) },
    {
      title: devicesMessages().session,
      width: '5.5rem',
      text: ({ value }) => (
        <span class={value.hasSession ? '' : styles.none}>
          {value.hasSession ? devicesMessages().signedIn : devicesMessages().ended}
        </span>
      ),
    },
  ];
  return (
    <Register
      section="devices"
      title={devicesMessages().title}
      rows={rows()}
      onRetry={readAgain}
      columns={columns()}
      searched={({ value }) =>
        [nameOf(value.person), browserName(value.label), value.app, value.id].join(' ')
      }
      canAdd={false}
      empty={{ title: devicesMessages().empty, what: devicesMessages().emptyHint }}
      panel={(row) => (
        <DevicePanel row={row()} name={nameOf(row()?.value.person ?? '')} ago={ago} onEnded={readAgain} />
      )}
    />
  );
};
