import { createMemo, For, Show } from 'solid-js';
import type { Progress } from '#domain/office/messages.ts';
import { SETTINGS_ID } from '#domain/office/settings.ts';
import { firstStepsMessages } from '#ui/i18n/admin/first-steps.ts';
import { named } from '#ui/i18n/messages.ts';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows } from '#ui/state/office/office.ts';
import { createSaving } from '#ui/state/office/save-rows.ts';
import { Loaded, Page } from '#ui/screens/admin/parts/Page.tsx';
import { SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import { County } from './County.tsx';
import { createProgress } from './progress.ts';
import { isSomethingOpen, steps, stepStates, type StepName } from './steps.ts';
import styles from './first-steps.module.css';

/** The way from an empty server to the first report. What is done is told by the data; any step can wait. */
export const FirstSteps = () => {
  const person = usePerson();
  const [progress, readAgain] = createProgress(person);
  const [settings, readSettings] = createRows(person, 'settings');
  const saving = createSaving(person);
  const lead = (): string => {
    const read = progress();
    if (!read?.ok) return '';
    const states = [...stepStates(read.value).values()];
    return firstStepsMessages().lead(states.filter((it) => it === 'done').length, steps.length);
  };
  const skip = async (skipped: readonly string[]): Promise<void> => {
    const read = settings();
    const row = read?.ok ? read.value.find(({ id }) => id === SETTINGS_ID) : undefined;
    if (!row) return;
    const value = { ...row.value, skipped: [...skipped] };
    await saving.save([{ kind: 'settings', id: row.id, value, seq: row.seq }]);
    readSettings();
    readAgain();
  };
  return (
    <Page title={firstStepsMessages().title} lead={lead()}>
      <Loaded answer={progress()} onRetry={readAgain}>
        {(read) => (
          <div class={styles.body}>
            <Show when={!isSomethingOpen(read())}>
              <p class={styles.all}>{firstStepsMessages().allDone}</p>
            </Show>
            <ol class={styles.steps}>
              <For each={steps}>
                {({ name, href }, at) => (
                  <Step
                    name={name}
                    href={href}
                    number={at() + 1}
                    progress={read()}
                    onSkip={(isSkipped) =>
                      void skip(
                        isSkipped ? [...read().skipped, name] : read().skipped.filter((it) => it !== name),
                      )
                    }
                    onDone={() => {
                      readSettings();
                      readAgain();
                    }}
                  />
                )}
              </For>
            </ol>
            <SaveLine saving={saving}>{null}</SaveLine>
          </div>
        )}
      </Loaded>
    </Page>
  );
};

/** What is there already, in numbers. */
const resultOf = (name: StepName, progress: Progress): string => {
  const results = firstStepsMessages().results;
  const count = (it: number): string => it.toLocaleString('en').replaceAll(',', '\u202f');
  switch (name) {
    case 'county':
      return results.county(progress.county ? named(progress.county) : '');
    case 'grids':
      return results.grids(count(progress.grids));
    case 'people':
      return results.people(count(progress.units), count(progress.people));
    case 'labels':
      return results.labels(count(progress.places));
    case 'phone':
      return results.phone(count(progress.devices));
    case 'report':
      return results.report(count(progress.cases));
  }
};

const Step = (props: {
  readonly name: StepName;
  readonly href: string;
  readonly number: number;
  readonly progress: Progress;
  readonly onSkip: (isSkipped: boolean) => void;
  readonly onDone: () => void;
}) => {
  const words = () => firstStepsMessages().steps[props.name];
  const state = createMemo(() => stepStates(props.progress).get(props.name)!);
  return (
    <li class={styles.step} data-state={state()} aria-current={state() === 'next' ? 'step' : undefined}>
      <span class={styles.number} aria-hidden="true">
        {state() === 'done' ? '✓' : props.number}
      </span>
      <div class={styles.words}>
        <h2 class={styles.name}>
          {words().title} <span class={styles.state}>{firstStepsMessages()[state()]}</span>
        </h2>
        <Show when={state() === 'done'} fallback={<p>{words().what}</p>}>
          <p class={styles.result}>{resultOf(props.name, props.progress)}</p>
        </Show>
        <Show when={props.name === 'county' && state() === 'next'}>
          <County onSaved={() => props.onDone()} />
        </Show>
      </div>
      <div class={styles.actions}>
        <Show when={!(props.name === 'county' && state() === 'next')}>
          <ButtonLink look={state() === 'next' ? 'primary' : 'plain'} href={props.href}>
            {words().go}
          </ButtonLink>
        </Show>
        <Show when={state() === 'next' || state() === 'open'}>
          <Button
            look="quiet"
            aria-label={`${firstStepsMessages().skip} ${words().title}`}
            onClick={() => props.onSkip(true)}
          >
            {firstStepsMessages().skip}
          </Button>
        </Show>
        <Show when={state() === 'skipped'}>
          <Button
            look="quiet"
            aria-label={`${firstStepsMessages().unskip} ${words().title}`}
            onClick={() => props.onSkip(false)}
          >
            {firstStepsMessages().unskip}
          </Button>
        </Show>
      </div>
    </li>
  );
};
