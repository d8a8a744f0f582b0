/** The properties of a feature that the import knows, by the names that offices give them. */
import type { Preview } from '#domain/office/messages.ts';

/** In the order of the columns. Of several names in one file the first of a list wins. */
const synonyms = {
  code: [
    '网格编码',
    '网格代码',
    '网格编号',
    'bgcode',
    'gridcode',
    'wgbm',
    'wgdm',
    'code',
    '编码',
    '代码',
    '编号',
  ],
  name: ['网格名称', '网格名', 'bgname', 'gridname', 'wgmc', 'name', 'namezh', '名称', 'mc'],
  nameEn: ['nameen', 'englishname', 'enname', '英文名称', '英文名'],
  street: ['街道名称', '街道', '所属街道', '镇街', 'streetname', 'street', 'jdmc'],
  community: ['社区名称', '社区', '所属社区', '村社区', 'communityname', 'community', 'sqmc'],
} as const;
export type GridField = keyof typeof synonyms;
const fields = Object.keys(synonyms) as readonly GridField[];

const folded = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.:-]/g, '');

export type GridColumns = {
  readonly columns: Preview['columns'];
  readonly titles: Partial<Record<GridField, string>>;
  readonly ignored: readonly string[];
};

const MAX_TITLE = 60;
const MAX_IGNORED = 50;

export const gridColumns = (titles: ReadonlySet<string>): GridColumns => {
  const byName = new Map(Array.from(titles, (title) => [folded(title), title]));
  const found: Partial<Record<GridField, string>> = {};
  for (const field of fields) {
    const title = (synonyms[field] as readonly string[])
      .map((it) => byName.get(it))
      .find((it) => it !== undefined);
    if (title !== undefined) found[field] = title;
  }
  const known = new Set(Object.values(found));
  return {
    titles: found,
    columns: fields.flatMap((field) => {
      const title = found[field];
      return title === undefined ? [] : [{ column: title, field, title }];
    }),
    ignored: Array.from(titles, (title) => title.slice(0, MAX_TITLE))
      .filter((title) => !known.has(title))
      .slice(0, MAX_IGNORED),
  };
};
