import { For } from 'solid-js';
import { severities } from '#domain/catalogue/severities.ts';
import { hazardFamilies } from '#domain/catalogue/hazard-kinds.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { SelectField, TextField } from '#ui/parts/controls/Field.tsx';
import { Segments } from '#ui/parts/controls/Segments.tsx';
import { caseOrders } from '#ui/state/cases/finder.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { plainDesk, spans, type DeskView } from '#ui/screens/desk/desk-address.ts';
import styles from './conditions.module.css';

/** Order, and filters by kind, grid, severity, photos and date, in a sheet over the list. Each choice takes effect at once. */
export const Conditions = (props: {
  readonly view: DeskView;
  readonly onChange: (changes: Partial<DeskView>) => void;
}) => {
  const { reference } = usePerson();
  /** Retired rows are offered only while they are chosen. */
  const kindsOf = (family: (typeof hazardFamilies)[number]) =>
    reference
      .kinds()
      .filter((it) => it.family === family && (!it.retired || `kind:${it.code}` === props.view.kind));
  const grids = () => reference.grids().filter(({ code, retired }) => !retired || code === props.view.grid);
  let sheet: HTMLDivElement | undefined;
  const { kind, grid, photos, severity, order, span, from, until } = plainDesk;
  return (
    <div
      id="desk-conditions"
      class={styles.sheet}
      popover="auto"
      role="dialog"
      aria-label={deskMessages().conditions}
      ref={(it) => {
        sheet = it;
      }}
    >
      <SelectField
        label={deskMessages().filterKind}
        value={props.view.kind}
        onChoose={(chosen) => props.onChange({ kind: chosen })}
      >
        <option value="">{deskMessages().allKinds}</option>
        <For each={hazardFamilies}>
          {(family) => (
            <optgroup label={captureMessages().families[family]}>
              <option value={`family:${family}`}>
                {deskMessages().wholeFamily(captureMessages().families[family])}
              </option>
              <For each={kindsOf(family)}>
                {(it) => <option value={`kind:${it.code}`}>{named(it.short)}</option>}
              </For>
            </optgroup>
          )}
        </For>
      </SelectField>
      <SelectField
        label={deskMessages().filterGrid}
        value={props.view.grid}
        onChoose={(chosen) => props.onChange({ grid: chosen })}
      >
        <option value="">{deskMessages().allGrids}</option>
        <For each={grids()}>{(it) => <option value={it.code}>{named(it.name)}</option>}</For>
        <option value="none">{deskMessages().outsideGrids}</option>
      </SelectField>
      <Segments
        label={captureMessages().severity}
        name="desk-severity"
        value={props.view.severity}
        options={(['', ...severities] as const).map((value) => ({
          value,
          label: value === '' ? deskMessages().anySeverity : t().severities[value],
        }))}
        onChoose={(severity) => props.onChange({ severity })}
      />
      <Segments
        label={deskMessages().order}
        name="desk-order"
        value={props.view.order}
        options={caseOrders.map((value) => ({ value, label: deskMessages().orders[value] }))}
        onChoose={(order) => props.onChange({ order })}
      />
      <Segments
        label={deskMessages().filterPhotos}
        name="desk-photos"
        value={props.view.photos}
        options={(['', 'missing'] as const).map((value) => ({
          value,
          label: deskMessages().photoFilters[value],
        }))}
        onChoose={(photos) => props.onChange({ photos })}
      />
      <Segments
        label={deskMessages().filterDate}
        name="desk-span"
        value={props.view.from || props.view.until ? 'own' : props.view.span}
        options={['' as const, ...spans].map((value) => ({ value, label: deskMessages().spans[value] }))}
        onChoose={(value) => value !== 'own' && props.onChange({ span: value, from: '', until: '' })}
      />
      <div class={styles.dates}>
        <TextField
          label={deskMessages().from}
          type="date"
          value={props.view.from}
          max={props.view.until || undefined}
          onChange={({ currentTarget }) => props.onChange({ span: '', from: currentTarget.value })}
        />
        <TextField
          label={deskMessages().until}
          type="date"
          value={props.view.until}
          min={props.view.from || undefined}
          onChange={({ currentTarget }) => props.onChange({ span: '', until: currentTarget.value })}
        />
      </div>
      <div class={styles.actions}>
        <Button
          look="quiet"
          onClick={() => props.onChange({ kind, grid, photos, severity, order, span, from, until })}
        >
          {deskMessages().clear}
        </Button>
        <Button look="primary" onClick={() => sheet?.hidePopover()}>
          {deskMessages().done}
        </Button>
      </div>
    </div>
  );
};
