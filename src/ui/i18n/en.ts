import type { ErrorCode } from '#domain/base/errors.ts';
import { capture } from './en/capture.ts';
import { core } from './en/core.ts';
import { desk } from './en/desk.ts';
import { detail } from './en/detail.ts';
import { errors } from './en/errors.ts';
import { deadLetters } from './en/dead-letters.ts';
import { me } from './en/me.ts';
import { outbox } from './en/outbox.ts';
import { reports } from './en/reports.ts';
import { rare } from './en/rare.ts';
import { firstAdmin, signIn } from './en/sign-in.ts';
import { undo } from './en/undo.ts';

/** The sections that a language must have. */
export type Messages = {
  readonly core: typeof core;
  readonly rare: typeof rare;
  readonly reports: typeof reports;
  readonly outbox: typeof outbox;
  readonly capture: typeof capture;
  readonly detail: typeof detail;
  readonly desk: typeof desk;
  readonly deadLetters: typeof deadLetters;
  readonly me: typeof me;
  readonly signIn: typeof signIn;
  readonly firstAdmin: typeof firstAdmin;
  readonly undo: typeof undo;
  readonly errors: Record<ErrorCode, string>;
};

export const en: Messages = {
  core,
  rare,
  reports,
  outbox,
  capture,
  detail,
  desk,
  deadLetters,
  me,
  signIn,
  firstAdmin,
  undo,
  errors,
};
