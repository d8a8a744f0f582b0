import { createMemo, createSignal, For, Match, onCleanup, createEffect, Show, Switch } from 'solid-js';
import { scopeMessages } from '#ui/i18n/admin/scope.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { officeClientOf, type OfficeClient } from '#ui/state/office/office.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import styles from './scope-tree.module.css';

/** A person checks several boxes one after another. */
const PAUSE_MILLIS = 250;
/** 16 Mbit/s, an ordinary 4G link, and two seconds for the round trips of the first pages. */
const BYTES_PER_SECOND = 2_000_000;
const ROUND_TRIPS_SECONDS = 2;

const megabytesOf = (bytes: number): string => {
  const megabytes = bytes / 1_000_000;
  return megabytes < 10 ? Math.max(0.1, megabytes).toFixed(1) : String(Math.round(megabytes));
};
export const secondsOn4G = (bytes: number): number =>
  ROUND_TRIPS_SECONDS + Math.ceil(bytes / BYTES_PER_SECOND);

/** The parts between two pairs of stars are strong. */
const Strong = (props: { readonly text: string }) => (
  <For each={props.text.split('**')}>
    {(part, index) => (
      <Show when={index() % 2 === 1} fallback={part}>
        <strong>{part}</strong>
      </Show>
    )}
  </For>
);

/** What a phone with this scope holds and how long the first sync takes, told before the scope is given. */
export const ScopeSize = (props: { readonly scope: readonly string[] }) => {
  const client: OfficeClient = officeClientOf(usePerson());
  const [settled, setSettled] = createSignal(props.scope.join());
  createEffect(() => {
    const scope = props.scope.join();
    const timer = setTimeout(() => setSettled(scope), PAUSE_MILLIS);
    onCleanup(() => clearTimeout(timer));
  });
  const [answer] = createAnswer(async () => {
    const scope = settled();
    return { scope, size: await client.scopeSize(scope.split(',').filter(Boolean)) };
  });
  const current = createMemo(() => (answer()?.scope === props.scope.join() ? answer()!.size : undefined));
  return (
    <div class={styles.size} role="status" aria-busy={!current()}>
      <Switch fallback={<p>{scopeMessages().measuring}</p>}>
        <Match when={props.scope.length === 0}>
          <p>{scopeMessages().empty}</p>
        </Match>
        <Match when={current()?.ok === false}>
          <p>{scopeMessages().unknown}</p>
        </Match>
        <Match when={current()}>
          {(answered) => {
            const size = () => {
              const it = answered();
              return it.ok ? it.value : null;
            };
            return (
              <Show when={size()}>
                {(it) => (
                  <>
                    <p>
                      <Strong
                        text={
                          scopeMessages().size(it().cases, it().places) +
                          scopeMessages().megabytes(megabytesOf(it().bytes))
                        }
                      />
                    </p>
                    <p class={styles.soft}>{scopeMessages().seconds(secondsOn4G(it().bytes))}</p>
                    <Show when={it().photos > 0}>
                      <p class={styles.soft}>{scopeMessages().photos(it().photos)}</p>
                    </Show>
                  </>
                )}
              </Show>
            );
          }}
        </Match>
      </Switch>
    </div>
  );
};
