import { createSignal, type Accessor } from 'solid-js';
import { readSetting, writeSetting, type SharedDb } from '#storage/databases/shared-db.ts';

export const themes = ['auto', 'light', 'dark', 'sunlight'] as const;
export type Theme = (typeof themes)[number];
const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value);

export type Settings = {
  readonly theme: Accessor<Theme>;
  readonly setTheme: (theme: Theme) => void;
  /** The language chosen on this phone; null before the first choice. */
  readonly language: string | null;
  /** Resolves when it is stored. */
  readonly keepLanguage: (language: string) => Promise<void>;
  /** Id of the person whose report was open when the page was closed, or null. */
  readonly resume: string | null;
  readonly keepResume: (person: string | null) => void;
};

const applyTheme = (theme: Theme): void => {
  const root = document.documentElement;
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  const ground = getComputedStyle(root).getPropertyValue('--ground').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
};

/** Appearance, and the open report: shared by all persons on this phone. */
export const openSettings = async (shared: SharedDb): Promise<Settings> => {
  const [storedTheme, language, resume] = await Promise.all([
    readSetting(shared, 'theme'),
    readSetting(shared, 'language'),
    readSetting(shared, 'resume'),
  ]);
  const [theme, setTheme] = createSignal<Theme>(isTheme(storedTheme) ? storedTheme : 'auto');
  applyTheme(theme());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => applyTheme(theme()));
  return {
    theme,
    setTheme: (next) => {
      setTheme(next);
      applyTheme(next);
      void writeSetting(shared, 'theme', next);
    },
    language,
    keepLanguage: (next) => writeSetting(shared, 'language', next),
    resume: resume || null,
    keepResume: (person) => void writeSetting(shared, 'resume', person ?? ''),
  };
};
