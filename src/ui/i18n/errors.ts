import { section } from './messages.ts';
import { errors } from './zh/errors.ts';

export const errorMessages = section(errors, (messages) => messages.errors);
