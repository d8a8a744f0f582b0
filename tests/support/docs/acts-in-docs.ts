/** The acts of each kind for docs/acts.md: a diagram of the states, and a table. */
import type { Act } from '#domain/ledger/act.ts';
import type { SubjectBase } from '#domain/ledger/subject-base.ts';
import type { SubjectModule } from '#domain/ledger/subject-module.ts';
import { table } from './markdown-table.ts';

type AnyAct = Act<SubjectBase>;
type Kind = Pick<SubjectModule, 'kind' | 'finalStates'> & { readonly acts: readonly AnyAct[] };

/** `new` is the start of the diagram; `open` is one node, so that an act of every open state is one arrow. */
const sourcesOf = ({ from }: AnyAct): readonly string[] => {
  if (from === 'new') return ['[*]'];
  return from === 'open' ? ['open'] : from;
};

const arrowsOf = (act: AnyAct): readonly (readonly [from: string, to: string, label: string])[] =>
  sourcesOf(act).map((from) => [from, act.to ?? from, `${act.type}<br/>${act.roles.join(', ')}`]);

/** Acts between the same two states share one arrow. */
const stateDiagram = ({ acts, finalStates }: Kind): string => {
  const arrows = acts.flatMap(arrowsOf);
  const labels = new Map<string, string[]>();
  for (const [from, to, label] of arrows) {
    const arrow = `${from} --> ${to}`;
    labels.set(arrow, [...(labels.get(arrow) ?? []), label]);
  }
  const states = new Set(arrows.flatMap(([from, to]) => [from, to]));
  return [
    'stateDiagram-v2',
    ...(states.has('open') ? ['state "any open state" as open'] : []),
    ...Array.from(labels, ([arrow, of]) => `${arrow}: ${of.join('<br/>')}`),
    ...finalStates.filter((state) => states.has(state)).map((state) => `${state} --> [*]`),
  ].join('\n  ');
};

const statesOf = ({ from, to }: AnyAct): string => {
  if (from === 'new') return `new → ${to}`;
  const before = from === 'open' ? 'open' : from.join(', ');
  return to === undefined ? before : `${before} → ${to}`;
};

const actTable = ({ acts }: Kind, labels: Readonly<Record<string, string>>): string =>
  table(
    ['act', '中文', 'roles', 'from → to', 'text', 'photos'],
    acts.map((act) => [
      `\`${act.type}\``,
      labels[act.type] ?? '',
      act.roles.join(', '),
      statesOf(act),
      act.needs.text,
      act.needs.photos,
    ]),
  );

export const actsInDocs = (kinds: readonly Kind[], labels: Readonly<Record<string, string>>): string =>
  kinds
    .map(
      (kind) =>
        `## ${kind.kind}\n\n\`\`\`mermaid\n${stateDiagram(kind)}\n\`\`\`\n\n${actTable(kind, labels)}`,
    )
    .join('\n\n');
