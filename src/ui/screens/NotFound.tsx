import { ButtonLink } from '#ui/parts/controls/Button.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { Screen } from '#ui/parts/layout/Screen.tsx';
import { rareMessages } from '#ui/i18n/rare.ts';

export const NotFound = () => (
  <Screen title={rareMessages().notFound.title}>
    <EmptyState
      title={rareMessages().notFound.hint}
      action={
        <ButtonLink look="primary" href="/">
          {rareMessages().notFound.home}
        </ButtonLink>
      }
    />
  </Screen>
);
