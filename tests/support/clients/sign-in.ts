import type { Page } from 'playwright-core';
import { signIn as messages } from '#ui/i18n/zh/sign-in.ts';

export type Account = { readonly username: string; readonly password: string };

/** The account of the first person of a role, from the sign-ins that a demo server prints. */
export const demoAccount = (output: string, role: string): Account => {
  const username = new RegExp(`^ *(\\S+) +${role} `, 'm').exec(output)?.[1];
  const password = /password (\S+) for all/.exec(output)?.[1];
  if (!username || !password) throw new Error(`The product printed no demo sign-in. Its output:\n${output}`);
  return { username, password };
};

export const signIn = async (page: Page, { username, password }: Account): Promise<void> => {
  await page.getByLabel(messages.username).fill(username);
  await page.getByLabel(messages.password).fill(password);
  await page.getByRole('button', { name: messages.submit }).click();
};
