/**
 * Chinese on a page in English that no person wrote. What people write stays as it was written, and all of it is in
 * this phone's databases: whatever else is Chinese, the product says itself and has left untranslated.
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

  // A language is called by its own name.
  const written = new Set(['中文']);
  for (const { name } of await indexedDB.databases()) {
    const db = await answer(indexedDB.open(name!));
    for (const store of db.objectStoreNames) {
      const rows: unknown[] = await answer(db.transaction(store).objectStore(store).getAll());
      // Under `zh` stands the Chinese name of what has an English one.
      const text = JSON.stringify(rows, (key, value: unknown) =>
        key === 'zh' || ArrayBuffer.isView(value) ? undefined : value,
      );
      for (const run of runsIn(text)) written.add(run);
    }
    db.close();
  }

  const said: string[] = [document.title];
  for (const element of document.body.querySelectorAll('*')) {
    if (!element.checkVisibility()) continue;
    for (const name of ['aria-label', 'alt', 'title', 'placeholder'])
      said.push(element.getAttribute(name) ?? '');
    for (const node of element.childNodes) if (node instanceof Text) said.push(node.data);
  }
  return said.filter((text) => runsIn(text).some((run) => !written.has(run)));
};

export const untranslated = (page: Page): Promise<readonly string[]> => page.evaluate(read);
