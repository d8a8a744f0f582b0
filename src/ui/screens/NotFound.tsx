import { ButtonLink } from '#ui/parts/Button.tsx';
import { EmptyState } from '#ui/parts/EmptyState.tsx';
import { Screen } from '#ui/parts/Screen.tsx';
import { t } from '#ui/words/words.ts';

export const NotFound = () => (
  <Screen title={t().notFound.title}>
    <EmptyState
      title={t().notFound.what}
      action={
        <ButtonLink look="primary" href="/">
          {t().notFound.home}
        </ButtonLink>
      }
    />
  </Screen>
);
