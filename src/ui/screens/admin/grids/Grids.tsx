import { createMemo, Show, untrack } from 'solid-js';
import { ok, type Result } from '#domain/base/result.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { gridsMessages } from '#ui/i18n/admin/grids.ts';
import { navigate } from '#ui/route/address.ts';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows } from '#ui/state/office/office.ts';
import { ImportButton } from '#ui/screens/admin/parts/import/ImportButton.tsx';
import { Register, type Column } from '#ui/screens/admin/parts/register/Register.tsx';
import { useUnsaved } from '#ui/screens/admin/parts/Unsaved.tsx';
import { treeOf, type TreeRow } from './area-tree.ts';
import { AreaPanel } from './AreaPanel.tsx';
import { GridPanel } from './GridPanel.tsx';
import styles from './grids.module.css';

const GridsMap = lazyScreen(async () => (await import('./GridsMap.tsx')).GridsMap);

/** County, streets, communities and grids as one tree, beside a map of the grids. */
export const Grids = () => {
  const person = usePerson();
  const { params, guard } = useUnsaved();
  const { region } = person.person();
  const [grids, readGrids] = createRows(person, 'grid');
  const [areas, readAreas] = createRows(person, 'area');
  const rows = createMemo((): Result<readonly TreeRow[], unknown> | undefined => {
    const [gridRows, areaRows] = [grids(), areas()];
    if (!gridRows || !areaRows) return undefined;
    if (!gridRows.ok) return gridRows;
    if (!areaRows.ok) return areaRows;
    return ok(treeOf(region, gridRows.value, areaRows.value));
  });
  const readAgain = (): void => {
    readGrids();
    readAreas();
  };
  const nameOf = ({ name }: TreeRow): string => (name ? named(name) : gridsMessages().noName);
  const pathOf = ({ path }: TreeRow): string =>
    path.map((it) => (typeof it === 'string' ? it : named(it))).join(t().separator);
  const isOpen = () => params()['id'] !== undefined;
  const columns = (): readonly Column<TreeRow>[] => [
    {
      title: gridsMessages().name,
      width: 'minmax(0, 1fr)',
      text: (row) => (
        <span class={styles.name} data-level={row.level} data-unnamed={row.name === null}>
          {nameOf(row)}
        </span>
      ),
    },
    { title: gridsMessages().code, width: '9.5rem', text: ({ id }) => <span class={styles.code}>{id}</span> },
    // The panel of the open row has it too.
    ...(isOpen() ? [] : [{ title: gridsMessages().path, width: 'minmax(0, 1fr)', text: pathOf }]),
  ];
  const values = createMemo(() => {
    const read = grids();
    return read?.ok ? read.value.map(({ value }) => value) : [];
  });
  return (
    <div class={styles.section} data-open={isOpen()}>
      <Register
        section="grids"
        title={gridsMessages().title}
        rows={rows()}
        onRetry={readAgain}
        columns={columns()}
        searched={(row) => [row.id, row.name?.zh, row.name?.en, pathOf(row)].join(' ')}
        isCounted={({ level }) => level === 'grid'}
        canAdd={false}
        actions={
          <>
            <ImportButton kind="area" label={gridsMessages().importAreas} />
            <ImportButton kind="grid" label={gridsMessages().importGrids} />
          </>
        }
        empty={{ title: gridsMessages().empty, what: gridsMessages().emptyHint }}
        panel={(row) => {
          // The panel outlives its row for a moment when the rows cannot be read any more.
          const shown = createMemo<TreeRow>((before) => row() ?? before, untrack(row)!);
          return (
            <Show
              when={shown().grid}
              fallback={<AreaPanel row={shown()} grids={values()} onSaved={readAgain} />}
            >
              {(grid) => <GridPanel row={shown()} grid={grid()} onSaved={readAgain} />}
            </Show>
          );
        }}
      />
      <div class={styles.map}>
        <GridsMap
          grids={values()}
          open={params()['id'] ?? null}
          onChoose={(code) => guard(() => navigate(`/admin/grids/${code}`, { replace: isOpen() }))}
        />
      </div>
    </div>
  );
};
