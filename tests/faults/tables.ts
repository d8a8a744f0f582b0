/** The tables of docs/reliability.md: what was done how often, what was lost, and what happened during it. */
import { table, wholeNumber } from '#tests/support/docs/markdown-table.ts';
import { inOrder, titleOf } from './happenings.ts';
import type { LayerName } from './layers.ts';
import type { Mutation } from '#tests/faults/mutations/mutations-built.ts';
import type { Figures } from './parts.ts';
import { HAPPENED } from './simulation.ts';

/** The name of a figure and its title in the table. */
type Titles = readonly (readonly [name: string, title: string])[];
type Row = { readonly layer: string; readonly done: string; readonly times: string; readonly sum: Figures };

const of = (figures: Figures, name: string): string => wholeNumber(figures[name] ?? 0);

const verdict = (rows: readonly Row[]): string =>
  table(
    ['layer', 'what was done', 'how often', 'lost', 'doubled', 'otherwise wrong'],
    rows.map(({ layer, done, times, sum }) => [
      layer,
      done,
      times,
      ...['lost', 'doubled', 'wrong'].map((name) => of(sum, name)),
    ]),
  );

const onTheWay = (titles: Titles, sums: Readonly<Record<string, Figures>>): string =>
  table(
    ['on the way', ...Object.keys(sums)],
    titles.map(([name, title]) => [title, ...Object.values(sums).map((sum) => of(sum, name))]),
  );

const layerTable =
  (layer: string, done: string, counted: string, titles: (sum: Figures) => Titles) =>
  (sum: Figures): string => {
    const row = { layer, done, times: of(sum, counted), sum };
    return `${verdict([row])}\n\n${onTheWay(titles(sum), { times: sum })}`;
  };

const happenedIn = (sum: Figures): Titles =>
  inOrder(
    Object.keys(sum).flatMap((name) => (name.startsWith(HAPPENED) ? name.slice(HAPPENED.length) : [])),
  ).map((name) => [HAPPENED + name, titleOf(name)]);

/** The figures of one database, without its name. */
const on = (database: string, sum: Figures): Figures =>
  Object.fromEntries(
    Object.entries(sum)
      .filter(([name]) => name.startsWith(`${database} `))
      .map(([name, value]) => [name.slice(database.length + 1), value]),
  );

const processTitles: Titles = [
  ['rounds', 'rounds'],
  ['hits', 'of them, killed while requests were open'],
  ['events', 'events'],
  ['photos', 'photos'],
  ['atRisk', 'events and photos answered before the last kill of ten'],
  ['unanswered', 'requests without an answer'],
  ['doneUnanswered', 'of them, executed by the server'],
];

const processTable = (sum: Figures): string => {
  const [onSqlite, onPostgres] = [on('SQLite', sum), on('PostgreSQL', sum)];
  const server = of(onSqlite, 'server');
  const both = `${of(onPostgres, 'server')}, ${of(onPostgres, 'postgres')}`;
  const rows: readonly Row[] = [
    { layer: 'processes, SQLite', done: '`kill -9` of the server', times: server, sum: onSqlite },
    {
      layer: 'processes, PostgreSQL',
      done: '`kill -9` of the server, of PostgreSQL',
      times: both,
      sum: onPostgres,
    },
  ];
  return `${verdict(rows)}\n\n${onTheWay(processTitles, { SQLite: onSqlite, PostgreSQL: onPostgres })}`;
};

const mutationTable = (sum: Figures): string => {
  const planted = of(sum, 'planted');
  return table(
    ['layer', 'what was done', 'how often', 'caught'],
    [['mutations', 'bugs planted, each alone', planted, `${of(sum, 'caught')} of ${planted}`]],
  );
};

/** Each rule with the planted bugs that break it. */
export const ruleTable = (rules: readonly string[], bugs: readonly Mutation[]): string =>
  table(
    ['rule', 'planted bug'],
    rules.flatMap((rule) =>
      [...new Set(bugs.flatMap((bug) => (bug.rules.includes(rule) ? bug.name : [])))].map((name) => [
        `[${rule}]`,
        name,
      ]),
    ),
  );

export const layerTables: Readonly<Record<LayerName, (sum: Figures) => string>> = {
  simulation: layerTable('simulation', 'worlds, each from its seed', 'seeds', (sum) => [
    ['steps', 'steps'],
    ['saved', 'reports, notes and decisions saved'],
    ...happenedIn(sum),
  ]),
  processes: processTable,
  power: layerTable('power loss', 'images of the disk', 'images', () => [
    ['open', 'images with unsynced changes'],
    ['answers', 'answers that had to hold'],
    ['damaged', 'images with findings'],
  ]),
  browser: layerTable('browser', '`kill -9` of Chromium', 'kills', () => [
    ['photos', 'photos'],
    ['drafts', 'reports that came back as a draft'],
    ['saved', 'reports that came back as saved'],
  ]),
  mutations: mutationTable,
};
