import { createSignal, Show } from 'solid-js';
import type { Grid } from '#domain/place/grid.ts';
import { gridsMessages } from '#ui/i18n/admin/grids.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { named } from '#ui/i18n/messages.ts';
import { Fact, Facts } from '#ui/parts/case/Facts.tsx';
import { Button } from '#ui/parts/controls/Button.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createSaving } from '#ui/state/office/save-rows.ts';
import { LastEdits } from '#ui/screens/admin/parts/LastEdits.tsx';
import { NameFields } from '#ui/screens/admin/parts/NameFields.tsx';
import { Panel, SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import type { Name, TreeRow } from './area-tree.ts';

/** Names the county, a street or a community. */
export const AreaPanel = (props: {
  readonly row: TreeRow;
  readonly grids: readonly Grid[];
  readonly onSaved: () => void;
}) => {
  const saving = createSaving(usePerson());
  const [entered, setEntered] = createSignal<Name | null>(null);
  const name = (): Name => entered() ?? props.row.name ?? { zh: '', en: '' };
  const count = () =>
    props.grids.filter(({ code, retired }) => !retired && code.startsWith(props.row.id)).length;
  const save = async (): Promise<void> => {
    const { id, area } = props.row;
    const value = { ...area?.value, code: id, name: name() };
    const isSaved = await saving.save([{ kind: 'area', id, value, seq: area?.seq ?? null }]);
    if (isSaved) setEntered(null);
    if (isSaved || saving.hasChangedMeanwhile()) props.onSaved();
  };
  return (
    <Panel
      title={props.row.name ? named(props.row.name) : gridsMessages().levels[props.row.level]}
      closeHref="/admin/grids"
      onSubmit={save}
    >
      <Facts>
        <Fact name={gridsMessages().levels[props.row.level]}>{props.row.id}</Fact>
        <Show when={count() > 0}>
          <Fact name={gridsMessages().inside}>{gridsMessages().gridCount(count())}</Fact>
        </Show>
      </Facts>
      <NameFields name={name()} problem={saving.problemOf('name')} onChange={setEntered} />
      <SaveLine saving={saving}>
        <Button type="submit" look="primary" disabled={saving.state() === 'saving'}>
          {shellMessages().save}
        </Button>
      </SaveLine>
      <Show when={props.row.area}>
        {(area) => <LastEdits kind="area" id={props.row.id} seq={area().seq} />}
      </Show>
    </Panel>
  );
};
