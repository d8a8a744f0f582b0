import { ErrorBoundary, Show, type Component, type JSX } from 'solid-js';
import { capabilities, type Capability } from '#domain/people/capabilities.ts';
import { Banners } from '#ui/parts/banners/Banners.tsx';
import { Broken } from '#ui/parts/layout/Broken.tsx';
import { homeOf, Navigation } from '#ui/parts/layout/Navigation.tsx';
import { address, followHistory, navigate } from '#ui/route/address.ts';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import { Redirect, Routes, type Route } from '#ui/route/Routes.tsx';
import { Today } from '#ui/screens/Today.tsx';
import type { AppState } from '#ui/state/app/app.ts';
import { AppContext, PersonContext, useApp, usePerson } from '#ui/state/app/context.ts';
import { afterFirstScreen } from '#ui/state/app/first-screen.ts';
import { createPersonState, type PersonDeps } from '#ui/state/person/person.ts';
import type { SignedInRow } from '#ui/state/cases/reports.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from './app.module.css';

export const SignIn = lazyScreen(async () => (await import('#ui/screens/SignIn.tsx')).SignIn);
const Capture = lazyScreen(async () => (await import('#ui/screens/capture/Capture.tsx')).Capture);
const Reports = lazyScreen(async () => (await import('#ui/screens/Reports.tsx')).Reports);
const ReportDetail = lazyScreen(async () => (await import('#ui/screens/ReportDetail.tsx')).ReportDetail);
const Outbox = lazyScreen(async () => (await import('#ui/screens/outbox/Outbox.tsx')).Outbox);
const Desk = lazyScreen(async () => (await import('#ui/screens/desk/Desk.tsx')).Desk);
const Admin = lazyScreen(async () => (await import('#ui/screens/admin/Admin.tsx')).Admin);
const Join = lazyScreen(async () => (await import('#ui/screens/join/Join.tsx')).Join);
const PlaceScreen = lazyScreen(async () => (await import('#ui/screens/place/PlaceScreen.tsx')).PlaceScreen);
const Me = lazyScreen(async () => (await import('#ui/screens/Me.tsx')).Me);
const NotFound = lazyScreen(async () => (await import('#ui/screens/NotFound.tsx')).NotFound);

const reports = ({ channel }: Capability): boolean => channel !== null;
const administers = (of: Capability): boolean => of.administers;
const hasDesk = ({ tabs }: Capability): boolean => tabs.includes('desk');

const routes: readonly Route[] = [
  { path: '/', screen: () => <Home /> },
  { path: '/today', screen: Today },
  { path: '/sign-in', screen: () => <SignInAgain /> },
  { path: '/capture', screen: () => <RequireCapability has={reports} screen={Capture} /> },
  { path: '/reports', screen: () => <RequireCapability has={reports} screen={Reports} /> },
  { path: '/reports/:id', screen: () => <RequireCapability has={reports} screen={ReportDetail} /> },
  { path: '/admin/:section?/:id?', screen: () => <RequireCapability has={administers} screen={Admin} /> },
  { path: '/join', screen: Join },
  { path: '/desk/:id?', screen: () => <RequireCapability has={hasDesk} screen={Desk} /> },
  { path: '/p/:id', screen: PlaceScreen },
  { path: '/outbox', screen: Outbox },
  { path: '/me', screen: Me },
];

export const App = (props: { readonly app: AppState; readonly person: PersonDeps }) => {
  followHistory();
  // The screens of the next tap are loaded before it.
  afterFirstScreen(() => {
    for (const screen of [Capture, Reports, Outbox, Me]) screen.preload().catch(() => undefined);
  });
  return (
    <AppContext.Provider value={props.app}>
      <ScreenErrorBoundary>
        <RequireSignIn deps={props.person} />
      </ScreenErrorBoundary>
    </AppContext.Provider>
  );
};

const ScreenErrorBoundary = (props: { readonly children: JSX.Element }) => (
  <ErrorBoundary fallback={(error: unknown, reset) => <Broken error={error} onLeft={reset} />}>
    {props.children}
  </ErrorBoundary>
);

/** A screen of some roles; for other roles it redirects to their home. The server checks every request again. */
const RequireCapability = (props: {
  readonly has: (of: Capability) => boolean;
  readonly screen: Component;
}) => {
  const { person } = usePerson();
  return (
    <Show when={props.has(capabilities[person().role])} fallback={<Redirect href={homeOf(person().role)} />}>
      <props.screen />
    </Show>
  );
};

/** Shows the sign-in at every address until a person is signed in. Each person gets a state of their own. */
const RequireSignIn = (props: { readonly deps: PersonDeps }) => {
  const { session } = useApp();
  return (
    <Show
      when={session.me()?.id}
      keyed
      fallback={
        <main id="content">
          <SignIn />
        </main>
      }
    >
      {(id) => <SignedInApp id={id} deps={props.deps} />}
    </Show>
  );
};

const SignedInApp = (props: { readonly id: string; readonly deps: PersonDeps }) => {
  const { session } = useApp();
  // During a switch of persons, components that are being removed still read their own row.
  let last: SignedInRow = session.me()!;
  const me = (): SignedInRow => {
    const current = session.me();
    if (current?.id === props.id) last = current;
    return last;
  };
  return (
    <PersonContext.Provider value={createPersonState(me, props.deps)}>
      <Shell />
    </PersonContext.Provider>
  );
};

/** Screens without navigation and banners. */
const bare: readonly string[] = ['/capture', '/sign-in', '/join'];

const Shell = (): JSX.Element => {
  const { person } = usePerson();
  const isFramed = () => !bare.includes(address().path);
  return (
    <div class={styles.shell}>
      <a class={`visually-hidden ${styles.skip ?? ''}`} href="#content">
        {t().skipToContent}
      </a>
      <Show when={isFramed()}>
        <Navigation role={person().role} name={person().name} />
      </Show>
      <main class={styles.content} id="content" tabIndex={-1}>
        <Show when={isFramed()}>
          <Banners />
        </Show>
        <ScreenErrorBoundary>
          <Routes routes={routes} fallback={NotFound} />
        </ScreenErrorBoundary>
      </main>
    </div>
  );
};

/** The home screen of the person's role. */
const Home = () => {
  const { person } = usePerson();
  return (
    <Show when={homeOf(person().role) === '/'} fallback={<Redirect href={homeOf(person().role)} />}>
      <Today />
    </Show>
  );
};

/** The server ended the session. The data on this phone is kept. */
const SignInAgain = () => {
  const { sync } = usePerson();
  return (
    <SignIn
      onDone={() => {
        sync.sendNow();
        navigate('/', { replace: true });
      }}
    />
  );
};
