import { For } from 'solid-js';
import { settingsMessages } from '#ui/i18n/admin/settings.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows } from '#ui/state/office/office.ts';
import { Loaded, Page } from '#ui/screens/admin/parts/Page.tsx';
import { SettingsForm } from './SettingsForm.tsx';

/** The settings of the office, one row of the region. */
export const Settings = () => {
  const [rows, readAgain] = createRows(usePerson(), 'settings');
  return (
    <Page title={settingsMessages().title}>
      <Loaded answer={rows()} onRetry={readAgain}>
        {(read) => (
          // The row is there from the start of a region; For keeps the form while it is read again.
          <For each={read().map(({ id }) => id)}>
            {(id) => <SettingsForm row={read().find((row) => row.id === id) ?? null} onSaved={readAgain} />}
          </For>
        )}
      </Loaded>
    </Page>
  );
};
