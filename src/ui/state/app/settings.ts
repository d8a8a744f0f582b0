import { createSignal, type Accessor } from 'solid-js';
import { readSetting, writeSetting, type SharedDb } from '#storage/databases/shared-db.ts';

export const themes = ['auto', 'light', 'dark', 'sunlight'] as const;
export type Theme = (typeof themes)[number];
const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value);

export type Settings = {
  readonly theme: Accessor<Theme>;
  readonly setTheme: (theme: Theme) => void;
  /** As chosen on this phone; null while nobody chose. */
  readonly language: string | null;
  /** Resolves once it is on the phone. */
  readonly keepLanguage: (language: string) => Promise<void>;
  /** The person who was in the middle of a report when the page was last seen, or null. */
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

/** How the app looks and where the person was: the same for everyone on this phone. */
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
