import X from 'lucide-solid/icons/x';
import Printer from 'lucide-solid/icons/printer';
import { For, onCleanup, onMount } from 'solid-js';
import { OnBody } from '#ui/parts/layout/OnBody.tsx';
import { renderSVG } from 'uqr';
import type { IssuedCode } from '#domain/office/messages.ts';
import type { OfficePerson } from '#domain/office/office-person.ts';
import { enrolmentSheetMessages } from '#ui/i18n/admin/enrolment-sheet.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { nameOfScope } from '#ui/screens/admin/parts/scope/scope-text.ts';
import { createScopeTree } from '#ui/state/office/scope-places.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import styles from './enrolment-sheet.module.css';

type SheetPerson = Pick<OfficePerson, 'id' | 'name' | 'role' | 'region' | 'scope'>;

const A_PAGE = 8;
const SHOWN_GRIDS = 2;

const pagesOf = <T,>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / A_PAGE) }, (_, at) =>
    items.slice(at * A_PAGE, (at + 1) * A_PAGE),
  );

/** The codes of a team as A4 pages: a card for each person, to be cut out. Covers the window until it is closed. */
export const EnrolmentSheet = (props: {
  readonly codes: readonly IssuedCode[];
  readonly people: readonly SheetPerson[];
  readonly onClose: () => void;
}) => {
  const source = usePerson();
  const tree = createScopeTree(source);
  let heading: HTMLHeadingElement | undefined;
  const before = document.activeElement;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') props.onClose();
  };
  onMount(() => {
    heading?.focus();
    document.addEventListener('keydown', onKey);
  });
  onCleanup(() => {
    document.removeEventListener('keydown', onKey);
    if (before instanceof HTMLElement) before.focus();
  });
  const personOf = ({ person }: IssuedCode) => props.people.find(({ id }) => id === person);
  const gridsOf = ({ region, scope }: SheetPerson): string => {
    if (scope.includes(region)) return enrolmentSheetMessages().whole;
    const names = scope.slice(0, SHOWN_GRIDS).map((code) => {
      const name = source.reference.grid(code)?.name ?? nameOfScope(code, tree());
      return name ? named(name) : code;
    });
    const text = names.join('、');
    return scope.length > SHOWN_GRIDS ? `${text} ${enrolmentSheetMessages().more(scope.length)}` : text;
  };
  return (
    <OnBody>
      <div class={styles.sheet} role="dialog" aria-modal="true" aria-labelledby="enrolment-sheet">
        <header class={styles.bar}>
          <div>
            <h1
              id="enrolment-sheet"
              class={styles.title}
              tabIndex={-1}
              ref={(it) => {
                heading = it;
              }}
            >
              {enrolmentSheetMessages().title(props.codes.length)}
            </h1>
            <p class={styles.hint}>{enrolmentSheetMessages().hint}</p>
          </div>
          <div class={styles.buttons}>
            <Button look="primary" onClick={() => window.print()}>
              <Printer size={18} aria-hidden="true" />
              {enrolmentSheetMessages().print}
            </Button>
            <Button icon aria-label={enrolmentSheetMessages().close} onClick={() => props.onClose()}>
              <X aria-hidden="true" />
            </Button>
          </div>
        </header>
        <For each={pagesOf(props.codes)}>
          {(page) => (
            <section class={styles.page}>
              <For each={page}>
                {(code) => (
                  <Card
                    code={code}
                    name={personOf(code)?.name ?? enrolmentSheetMessages().observer}
                    role={personOf(code) ? t().roles[personOf(code)!.role] : ''}
                    grids={personOf(code) ? gridsOf(personOf(code)!) : ''}
                  />
                )}
              </For>
            </section>
          )}
        </For>
      </div>
    </OnBody>
  );
};

const Card = (props: {
  readonly code: IssuedCode;
  readonly name: string;
  readonly role: string;
  readonly grids: string;
}) => {
  const { now } = usePerson();
  const until = (): string => {
    const time = shortTime(props.code.expiresAt, now());
    return props.code.person === null
      ? enrolmentSheetMessages().untilShared(time)
      : enrolmentSheetMessages().until(time);
  };
  return (
    <article class={styles.card} data-code={props.code.code}>
      {/* The library escapes nothing: it draws squares only. */}
      <div class={styles.qr} innerHTML={renderSVG(props.code.link, { border: 2, ecc: 'M' })} />
      <div class={styles.text}>
        <p class={styles.name}>{props.name}</p>
        <p class={styles.grids}>{[props.role, props.grids].filter(Boolean).join(t().separator)}</p>
        <p class={styles.code}>{props.code.code}</p>
        <p class={styles.until}>{until()}</p>
      </div>
      <ol class={styles.steps}>
        <For each={enrolmentSheetMessages().steps(new URL(props.code.link).host)}>
          {(step) => <li>{step}</li>}
        </For>
      </ol>
    </article>
  );
};
