import { ButtonLink } from '#ui/parts/controls/Button.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { Screen } from '#ui/parts/layout/Screen.tsx';
import { seldomWords } from '#ui/i18n/rare.ts';

export const NotFound = () => (
  <Screen title={seldomWords().notFound.title}>
    <EmptyState
      title={seldomWords().notFound.what}
      action={
        <ButtonLink look="primary" href="/">
          {seldomWords().notFound.home}
        </ButtonLink>
      }
    />
  </Screen>
);
