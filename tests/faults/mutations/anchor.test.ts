import { describe, expect, test } from 'vitest';
import { plant } from './anchor.ts';

const file = 'src/a.ts';
const source = `
// 网格员: positions are counted in UTF-16 units
export const createLane = (db: Db) => {
  const send = async (rows: Row[]): Promise<void> => {
    await db.sync(from, to);
    return done(rows);
  };
  return { send, close: () => db.end() };
};
class Store extends Base {
  #open = () => db.sync(here);
  override close(): boolean {
    return true;
  }
}
function close(): void {}
`;
const bug = {
  file,
  within: 'createLane.send',
  find: 'await db.sync(from, to);',
  replacement: 'await db.rest();',
};
const planted = (text: string, changes: Partial<typeof bug> = {}) => plant(text, { ...bug, ...changes });

describe('an anchor is found', () => {
  test('in the named declaration, and nothing else changes', () => {
    expect(planted(source)).toBe(source.replace(bug.find, bug.replacement));
  });

  test.each([
    ['reformatted', source.replace(bug.find, 'await db.sync(\n      from,\n      to,\n    );')],
    ['with a comment inside', source.replace(bug.find, 'await db.sync(/* why */ from, // and\n to);')],
    ['with other lines changed', source.replace('return done(rows);', 'audit(rows);\n    return rows;')],
    ['with the declaration moved', `const outer = () => {${source.replaceAll(/^(?:export )/gm, '')}}`],
    ['with the same code elsewhere', `${source}\nconst other = async () => { await db.sync(from, to); };`],
    ['with the same code in a comment', source.replace('await', '// await db.sync(from, to);\n    await')],
  ])('%s', (_, text) => {
    expect(planted(text)).toContain('await db.rest();');
  });

  test.each([
    ['a method', 'Store.close', 'return true', 'return false'],
    ['a private property', 'Store.open', 'sync(here)', 'rest()'],
    ['a function in an object literal', 'createLane.close', 'db.end()', 'null'],
  ])('in %s', (_, within, find, replacement) => {
    expect(planted(source, { within, find, replacement })).toBe(source.replace(find, replacement));
  });
});

describe('an anchor that is not found is named', () => {
  test.each([
    ['no declaration', { within: 'createLane.receive' }, '0 declarations `createLane.receive`, expected 1'],
    ['several declarations', { within: 'close' }, '3 declarations `close`, expected 1'],
    ['no match', { find: 'await db.sync(to)' }, '0 matches in `createLane.send`, expected 1'],
    ['several matches', { find: 'rows' }, '2 matches in `createLane.send`, expected 1'],
    ['half a name', { find: 'one(rows)' }, '0 matches in `createLane.send`, expected 1'],
    ['an empty find', { find: ' ' }, 'empty `find`'],
    ['a replacement that does not parse', { replacement: 'await (' }, 'src/a.ts does not parse'],
  ])('%s', (_, changes, message) => {
    expect(() => planted(source, changes)).toThrow(message);
  });
});
