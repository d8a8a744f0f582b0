import { createSignal, For, from, Show } from 'solid-js';
import { inAppBrowser } from '#device/in-app-browser.ts';
import type { InstallState } from '#device/install.ts';
import type { StorageState } from '#device/storage-quota.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { chooseLanguage, languageNames } from '#ui/parts/controls/choose-language.ts';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { Fact, Facts } from '#ui/parts/case/Facts.tsx';
import { Screen } from '#ui/parts/layout/Screen.tsx';
import { Segments } from '#ui/parts/controls/Segments.tsx';
import { TrustCard } from '#ui/parts/trust/TrustCard.tsx';
import { WifiChoice } from '#ui/parts/trust/WifiChoice.tsx';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { createPulledSettings } from '#ui/state/office/pulled-settings.ts';
import { countUnsentOf } from '#ui/state/app/others.ts';
import { themes } from '#ui/state/app/settings.ts';
import { size } from '#ui/i18n/format.ts';
import { scopeName } from '#ui/i18n/scope.ts';
import { meMessages } from '#ui/i18n/me.ts';
import { rareMessages } from '#ui/i18n/rare.ts';
import { language, languages, t } from '#ui/i18n/messages.ts';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import styles from './me.module.css';

const MyDevices = lazyScreen(async () => (await import('./MyDevices.tsx')).MyDevices);

/** The person, the appearance of the app, and the storage of this phone. */
export const Me = () => {
  const { settings, version } = useApp();
  const state = usePerson();
  const { person, me, reference } = state;
  const office = createPulledSettings(state);
  return (
    <Screen title={meMessages().title}>
      <section class={styles.card}>
        <p class={styles.name}>{person().name}</p>
        <Facts>
          <Fact name={meMessages().role}>{t().roles[person().role]}</Fact>
          <Fact name={meMessages().scope}>
            {scopeName(person(), reference.grids()) || person().scope.join(t().separator)}
          </Fact>
        </Facts>
      </section>
      <TrustCard />
      <OthersUnsent />
      <section class={styles.card} aria-labelledby="appearance">
        <h2 id="appearance">{meMessages().appearance}</h2>
        <Segments
          label={meMessages().language}
          name="language"
          value={language()}
          options={languages.map((value) => ({ value, label: languageNames[value], lang: value }))}
          onChoose={(chosen) => void chooseLanguage(settings, chosen)}
        />
        <Segments
          label={meMessages().theme}
          name="theme"
          value={settings.theme()}
          options={themes.map((value) => ({ value, label: meMessages().themes[value] }))}
          onChoose={settings.setTheme}
        />
      </section>
      <Storage />
      <WifiChoice />
      <MyDevices />
      <section class={styles.card} aria-labelledby="about">
        <h2 id="about">{meMessages().about}</h2>
        <Facts>
          <Show when={office()?.filingNumber}>
            {(number) => <Fact name={meMessages().filingNumber}>{number()}</Fact>}
          </Show>
          <Show when={office()?.feedback}>
            {(words) => <Fact name={meMessages().feedback}>{words()}</Fact>}
          </Show>
          <Fact name={meMessages().device}>
            <span class={styles.code}>{me().device}</span>
          </Fact>
          <Fact name={meMessages().version}>{version}</Fact>
          <Fact name={meMessages().heicDecoder}>
            <a href="/licences/libheif.txt" target="_blank" rel="noreferrer">
              libheif (LGPL-3.0)
            </a>
          </Fact>
        </Facts>
      </section>
      <SignOut />
    </Screen>
  );
};

/** Usage, persistence, and how to get persistent storage. */
const Storage = () => {
  const { storageQuota } = useApp();
  const [quota, readAgain] = createAnswer(() => storageQuota.read());
  const used = ({ usedBytes, quotaBytes }: StorageState): string =>
    usedBytes === null || quotaBytes === null
      ? meMessages().usedUnknown
      : meMessages().used(size(usedBytes), size(Math.max(0, quotaBytes - usedBytes)));
  const [isRefused, setRefused] = createSignal(false);
  const askToKeep = async (): Promise<void> => {
    setRefused(false);
    setRefused(!(await storageQuota.persist(true)));
    readAgain();
  };
  return (
    <section class={styles.card} aria-labelledby="storage">
      <h2 id="storage">{meMessages().storage}</h2>
      <Show when={quota()} fallback={<p class={styles.text}>{t().sync.reading}</p>}>
        {(state) => (
          <>
            <p class={styles.text}>{used(state())}</p>
            <p class={styles.text}>
              {state().persisted ? meMessages().persisted : meMessages().notPersisted}
            </p>
            <Show when={!state().persisted && !state().isInsecure}>
              <Button wide onClick={() => void askToKeep()}>
                {meMessages().persist}
              </Button>
              <Show when={isRefused()}>
                <p class={styles.text} role="status">
                  {meMessages().persistRefused}
                </p>
              </Show>
            </Show>
          </>
        )}
      </Show>
      <Install />
    </section>
  );
};

/** How to install. Where the installed app has another storage, what waits here is sent first. */
const Install = () => {
  const { installer } = useApp();
  const { sending, drafts } = usePerson();
  const state = from<InstallState>((set) => {
    set(installer.state());
    return installer.subscribe(() => set(installer.state()));
  });
  const others = createOthersUnsent();
  /** Null until it is read. */
  const isWaiting = (): boolean | null => {
    const [own, unfinished, ofOthers] = [sending(), drafts(), others()];
    if (!own || !unfinished || !ofOthers) return null;
    return own.waits || own.refused + unfinished.length + ofOthers.length > 0;
  };
  const advice = ({ ios, hasOwnStorage }: InstallState): string => {
    const app = inAppBrowser();
    const waits = isWaiting();
    if ((app !== null || hasOwnStorage) && waits === null) return t().sync.reading;
    if (app !== null) return meMessages()[waits ? 'inAppSendFirst' : 'inApp'](rareMessages().apps[app]);
    if (hasOwnStorage && waits) return meMessages().sendFirst;
    return ios ? meMessages().installIos : meMessages().installHint;
  };
  return (
    <Show when={state()}>
      {(it) => (
        <Show when={!it().standalone} fallback={<p class={styles.text}>{meMessages().installed}</p>}>
          <Show when={it().offered} fallback={<p class={styles.text}>{advice(it())}</p>}>
            <Button wide onClick={() => void installer.prompt()}>
              {meMessages().install}
            </Button>
          </Show>
        </Show>
      )}
    </Show>
  );
};

/** The other persons on this phone who have unsent events. They are sent after these persons sign in. */
const createOthersUnsent = () => {
  const { session } = useApp();
  const { me } = usePerson();
  const [others] = createAnswer(async () => {
    const rows = session.known().filter((row) => row.id !== me().id);
    const counted = await Promise.all(
      rows.map(async (row) => ({ name: row.person.name, unsent: await countUnsentOf(row.id) })),
    );
    return counted.filter((it) => it.unsent > 0);
  });
  return others;
};

const OthersUnsent = () => {
  const others = createOthersUnsent();
  return (
    <Show when={(others()?.length ?? 0) > 0}>
      <section class={styles.card} aria-labelledby="others">
        <h2 id="others">{meMessages().others}</h2>
        <ul>
          <For each={others()}>
            {(it) => <li class={styles.text}>{meMessages().othersUnsent(it.name, it.unsent)}</li>}
          </For>
        </ul>
      </section>
    </Show>
  );
};

const SignOut = () => {
  const { session, online } = useApp();
  const { sending, unsent } = usePerson();
  const [asking, setAsking] = createSignal(false);
  const waiting = () => Math.max(sending()?.reports ?? 0, unsent());
  return (
    <>
      <Button look="danger" wide onClick={() => setAsking(true)}>
        {meMessages().signOut}
      </Button>
      <ConfirmDialog
        open={asking()}
        title={meMessages().signOutTitle}
        confirm={meMessages().signOutYes}
        tone="danger"
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void session.signOut();
        }}
      >
        <p>{waiting() > 0 ? meMessages().signOutUnsent(waiting()) : meMessages().signOutClean}</p>
        <Show when={!online()}>
          <p>{meMessages().signOutOffline}</p>
        </Show>
      </ConfirmDialog>
    </>
  );
};
