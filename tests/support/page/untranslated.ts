/**
 * Finds untranslated messages: Chinese text on an English page that no person wrote. Text written by people is in the
 * databases of this phone; other Chinese text is a message without a translation.
 */
import type { Page } from 'playwright-core';

const read = async (): Promise<readonly string[]> => {
  const chinese = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]+/gu;
  const runsIn = (text: string): readonly string[] => text.match(chinese) ?? [];
  const answer = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error));
    });

  // The language switch shows this name in both languages.
  const written = new Set(['中文']);
  for (const { name } of await indexedDB.databases()) {
    const db = await answer(indexedDB.open(name!));
    for (const store of db.objectStoreNames) {
      const rows: unknown[] = await answer(db.transaction(store).objectStore(store).getAll());
      // `zh` is the Chinese name of a row that also has an English one.
      const text = JSON.stringify(rows, (key, value: unknown) =>
        key === 'zh' || ArrayBuffer.isView(value) ? undefined : value,
      );
      for (const run of runsIn(text)) written.add(run);
    }
    db.close();
  }

  const texts: string[] = [document.title];
  for (const element of document.body.querySelectorAll('*')) {
    // Data that is shown in both languages on purpose.
    if (!element.checkVisibility() || element.closest('[translate=no]')) continue;
    for (const name of ['aria-label', 'alt', 'title', 'placeholder'])
      texts.push(element.getAttribute(name) ?? '');
    for (const node of element.childNodes) if (node instanceof Text) texts.push(node.data);
  }
  return texts.filter((text) => runsIn(text).some((run) => !written.has(run)));
};

export const untranslated = (page: Page): Promise<readonly string[]> => page.evaluate(read);
