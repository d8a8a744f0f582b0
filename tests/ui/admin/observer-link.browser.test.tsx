import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { observerLinkMessages } from '#ui/i18n/admin/observer-link.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { aPerson, office, openAdminRoom, SOON } from '#tests/ui/harness/admin-harness.tsx';

vi.mock('#sync/transport/xhr-transport.ts', async () => ({
  xhrTransport: (await import('#tests/ui/harness/fake-office.ts')).fakeTransport,
}));

openAdminRoom('/admin/people', () => [aPerson(1), aPerson(2)]);

const button = (name: string) => page.getByRole('button', { name });

test('a link for observers → asked for with scope, number and days, and shown once', async () => {
  office.answers.set('observer-codes', () => ({
    body: {
      codes: [
        { person: null, code: 'K7QX-M9XD', link: 'https://patrol.example.org/join#K7QXM9XD', expiresAt: 0 },
      ],
    },
  }));
  await userEvent.click(button(observerLinkMessages().button));
  await expect.element(button(observerLinkMessages().make)).toBeDisabled();
  await userEvent.click(page.getByRole('dialog').getByRole('treeitem').first());
  await userEvent.fill(page.getByLabelText(observerLinkMessages().cap), '25');
  await userEvent.click(button(observerLinkMessages().make));
  await expect.element(page.getByText('K7QX-M9XD', { exact: true }), SOON).toBeVisible();
  expect(office.asked.find(({ path }) => path === 'observer-codes')?.body).toEqual({
    scope: ['330199'],
    cap: 25,
    days: 30,
  });
  await userEvent.click(button(observerLinkMessages().done));
  await expect.element(page.getByText('K7QX-M9XD', { exact: true })).not.toBeInTheDocument();
  // Nothing of a row was changed, so nothing is asked.
  await userEvent.click(page.getByRole('row').nth(1).getByRole('button'));
  await expect.element(button(shellMessages().save), SOON).toBeVisible();
  await expect.element(page.getByText(shellMessages().unsaved)).not.toBeInTheDocument();
});

test('no link for observers, the server is away → it says so, and what was entered stays', async () => {
  await userEvent.click(button(observerLinkMessages().button));
  await userEvent.click(page.getByRole('dialog').getByRole('treeitem').first());
  office.isOffline = true;
  await userEvent.click(button(observerLinkMessages().make));
  await expect.element(page.getByText(observerLinkMessages().failed), SOON).toBeVisible();
  await expect.element(page.getByLabelText(observerLinkMessages().cap)).toHaveValue(50);
});
