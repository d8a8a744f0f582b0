/** An admin of the office: every method is something a person does or sees at the admin desk. */
import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { ImportKind } from '#domain/office/messages.ts';
import type { Phone } from './phone.ts';
import { firstStepsMessages } from '#ui/i18n/admin/first-steps.ts';
import { gridsMessages } from '#ui/i18n/admin/grids.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { placesMessages } from '#ui/i18n/admin/places.ts';
import { shellMessages, type ShellMessages } from '#ui/i18n/admin/shell.ts';
import { unitMessages } from '#ui/i18n/admin/units.ts';
import { core } from '#ui/i18n/zh/core.ts';
import { firstAdmin, signIn } from '#ui/i18n/zh/sign-in.ts';

type SectionName = keyof ShellMessages['sections'];

export class Admin {
  constructor(readonly phone: Phone) {}

  get #page(): Page {
    return this.phone.page;
  }

  /** Becomes the first admin of an empty server, with the code from its terminal. */
  async becomesTheFirst(code: string, region: string): Promise<void> {
    await this.#page.goto('/');
    await this.#page.getByLabel(firstAdmin.code).fill(code);
    await this.#page.getByLabel(firstAdmin.name).fill('吴刚');
    await this.#page.getByLabel(firstAdmin.region).fill(region);
    await this.#page.getByLabel(signIn.username).fill('wu.gang');
    await this.#page.getByLabel(signIn.password).fill('a long password');
    await this.#page.getByRole('button', { name: firstAdmin.submit }).click();
    await this.#page.getByRole('link', { name: core.nav.admin }).waitFor();
  }

  async opensTheAdminDesk(): Promise<void> {
    await this.#page.getByRole('link', { name: core.nav.admin }).click();
  }

  async opensSection(name: SectionName): Promise<void> {
    await this.#page
      .getByRole('navigation', { name: shellMessages().label })
      .getByRole('link', { name: shellMessages().sections[name] })
      .click();
    await this.#page.getByRole('heading', { name: shellMessages().sections[name] }).waitFor();
  }

  /** Waits until a step of the first start is done, and shows what was done. */
  async seesDone(text: string): Promise<void> {
    await this.#page.getByRole('listitem').getByText(text, { exact: true }).waitFor();
  }

  async namesTheCounty(county: string, office: string): Promise<void> {
    await this.#page.getByLabel(firstStepsMessages().countyZh).fill(county);
    await this.#page.getByLabel(firstStepsMessages().officeZh).fill(office);
    await this.#page.getByRole('button', { name: firstStepsMessages().save }).click();
    await this.seesDone(county);
  }

  /** Imports grids by the buttons of their section. */
  async importsGrids(path: string, rows: number): Promise<void> {
    await this.#page.getByRole('link', { name: importMessages().title.grid }).click();
    const [chooser] = await Promise.all([
      this.#page.waitForEvent('filechooser'),
      this.#page.getByText(importMessages().choose, { exact: true }).click(),
    ]);
    await chooser.setFiles(path);
    await this.#page.getByRole('button', { name: importMessages().write(rows, 'grid') }).click();
    await this.#page.getByText(importMessages().done(rows, 'grid')).waitFor();
  }

  async addsUnit(name: string, scope: string): Promise<void> {
    await this.#page.getByRole('button', { name: shellMessages().add }).click();
    await this.#page.getByLabel(unitMessages().name, { exact: true }).fill(name);
    await this.#chooses(scope);
    await this.#saves(name);
  }

  async addsPlace(name: string, lat: number, lon: number): Promise<void> {
    await this.#page.getByRole('button', { name: shellMessages().add }).click();
    await this.#page.getByLabel(gridsMessages().nameZh).fill(name);
    await this.#page.getByLabel(placesMessages().lat).fill(String(lat));
    await this.#page.getByLabel(placesMessages().lon).fill(String(lon));
    await this.#saves(name);
  }

  /** Opens the sheet with the label of the open place. */
  async seesItsLabel(): Promise<void> {
    await this.#page.getByRole('button', { name: placesMessages().oneLabel }).click();
    await this.#page.getByRole('button', { name: placesMessages().print }).waitFor();
    await this.#page.getByRole('button', { name: placesMessages().close }).click();
  }

  /** Checks an area in the tree of the scope. */
  async #chooses(scope: string): Promise<void> {
    await this.#page.getByRole('treeitem', { name: scope }).first().click();
  }

  async #saves(name: string): Promise<void> {
    await this.#page.getByRole('button', { name: shellMessages().save }).click();
    await this.#page.getByRole('heading', { name, level: 2 }).waitFor();
  }

  async addsPerson(name: string, phone: string, scope: string): Promise<void> {
    await this.#page.getByRole('button', { name: shellMessages().add }).click();
    await this.#page.getByLabel(peopleMessages().name, { exact: true }).fill(name);
    await this.#page.getByLabel(peopleMessages().phone, { exact: true }).fill(phone);
    await this.#chooses(scope);
    await this.#saves(name);
  }

  /** Makes a code for the open person, and returns it as the screen shows it. */
  async makesACode(): Promise<string> {
    await this.#page.getByRole('button', { name: peopleMessages().makeCode }).click();
    return this.#page.getByRole('region', { name: peopleMessages().code }).locator('output').innerText();
  }

  /** Imports a file of a section, and returns the seconds from the file to the end of the writing. */
  async imports(section: string, kind: ImportKind, path: string, rows: number): Promise<number> {
    await this.#page.goto(`/admin/${section}/import?kind=${kind}`);
    const startedAt = performance.now();
    await this.#page.locator('input[type=file]').setInputFiles(path);
    await this.#page
      .getByRole('button', { name: importMessages().write(rows, kind) })
      .click({ timeout: 60_000 });
    await this.#page.getByText(importMessages().done(rows, kind)).waitFor({ timeout: 60_000 });
    return (performance.now() - startedAt) / 1000;
  }

  /** Makes codes for the people of the import that just ended, and saves their sheet as a PDF. */
  async printsTheirCodes(people: number, path: string): Promise<void> {
    await this.#page.getByRole('button', { name: peopleMessages().printCodes(people) }).click();
    await this.#page.getByRole('dialog').waitFor();
    await writeFile(path, await this.#page.pdf({ preferCSSPageSize: true }));
  }
}
