import { createSignal, Show } from 'solid-js';
import { polygonSize } from '#domain/base/polygon.ts';
import { partsOf } from '#domain/place/grid.ts';
import { gridsMessages } from '#ui/i18n/admin/grids.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { locale, named, t } from '#ui/i18n/messages.ts';
import { Fact, Facts } from '#ui/parts/case/Facts.tsx';
import { Button } from '#ui/parts/controls/Button.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import type { Row } from '#ui/state/office/office.ts';
import { createSaving } from '#ui/state/office/save-rows.ts';
import { NameFields } from '#ui/screens/admin/parts/NameFields.tsx';
import { LastEdits } from '#ui/screens/admin/parts/LastEdits.tsx';
import { Panel, SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import { Retire } from '#ui/screens/admin/parts/Retire.tsx';
import type { Name, TreeRow } from './area-tree.ts';
import styles from './grids.module.css';

const SQUARE_METRES_PER_HECTARE = 10_000;

/** Names a grid, retires or restores it. Its boundary comes from an import. */
export const GridPanel = (props: {
  readonly row: TreeRow;
  readonly grid: Row<'grid'>;
  readonly onSaved: () => void;
}) => {
  const saving = createSaving(usePerson());
  const [entered, setEntered] = createSignal<Name | null>(null);
  const name = (): Name => entered() ?? props.grid.value.name;
  const parts = () => partsOf(props.grid.value);
  const holes = () => parts().reduce((sum, part) => sum + part.length - 1, 0);
  const hectares = (): string => {
    const area = parts().reduce((sum, part) => sum + polygonSize(part).area, 0);
    return new Intl.NumberFormat(locale(), { maximumSignificantDigits: 3 }).format(
      area / SQUARE_METRES_PER_HECTARE,
    );
  };
  const write = async (change: { readonly retired?: true | undefined }): Promise<void> => {
    const { id, seq } = props.grid;
    const value = { ...props.grid.value, name: name(), ...change };
    const isSaved = await saving.save([{ kind: 'grid', id, value, seq }]);
    if (isSaved) setEntered(null);
    if (isSaved || saving.hasChangedMeanwhile()) props.onSaved();
  };
  return (
    <Panel title={named(props.grid.value.name)} closeHref="/admin/grids" onSubmit={() => write({})}>
      <Facts>
        <Fact name={gridsMessages().code}>{props.grid.id}</Fact>
        <Fact name={gridsMessages().path}>
          {props.row.path.map((it) => (typeof it === 'string' ? it : named(it))).join(t().separator)}
        </Fact>
        <Fact name={gridsMessages().size}>{gridsMessages().hectares(hectares())}</Fact>
        <Show when={parts().length > 1 || holes() > 0}>
          <Fact name={gridsMessages().parts}>{gridsMessages().partCount(parts().length, holes())}</Fact>
        </Show>
      </Facts>
      <NameFields name={name()} problem={saving.problemOf('name')} onChange={setEntered} />
      <p class={styles.hint}>{gridsMessages().shapeHint}</p>
      <SaveLine saving={saving}>
        <Button type="submit" look="primary" disabled={saving.state() === 'saving'}>
          {shellMessages().save}
        </Button>
        <Retire
          isRetired={props.grid.value.retired === true}
          title={gridsMessages().retireTitle(named(props.grid.value.name))}
          meaning={gridsMessages().retireHint}
          isBusy={saving.state() === 'saving'}
          onRetire={() => write({ retired: true })}
          onRestore={() => write({ retired: undefined })}
        />
      </SaveLine>
      <LastEdits kind="grid" id={props.grid.id} seq={props.grid.seq} />
    </Panel>
  );
};
