import type { Accessor } from 'solid-js';
import type { Progress } from '#domain/office/messages.ts';
import type { Result } from '#domain/base/result.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import type { PersonState } from '#ui/state/person/person.ts';

/** What the office has so far. Read again when a signal that `follow` reads changes, and by `again`. */
export const createProgress = (
  source: Pick<PersonState, 'me'>,
  follow: () => unknown = () => null,
): readonly [Accessor<Result<Progress, unknown> | undefined>, again: () => void] =>
  createAnswer(() => {
    follow();
    return officeClientOf(source).progress();
  });
