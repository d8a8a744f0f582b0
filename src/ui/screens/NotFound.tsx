import { ButtonLink } from '#ui/parts/Button.tsx';
import { EmptyState } from '#ui/parts/EmptyState.tsx';
import { Screen } from '#ui/parts/Screen.tsx';
import { seldomWords } from '#ui/words/seldom.ts';

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
