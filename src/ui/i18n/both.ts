import { language } from './messages.ts';

/**
 * A section with both languages in one chunk, for screens that few people open: their messages are in neither the first load
 * nor the chunk of the other language.
 */
export const bothLanguages =
  <Section>(zh: Section, en: NoInfer<Section>): (() => Section) =>
  () =>
    language() === 'zh' ? zh : en;
