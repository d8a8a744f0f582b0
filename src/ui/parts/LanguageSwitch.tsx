import Languages from 'lucide-solid/icons/languages';
import { useApp } from '#ui/state/context.ts';
import { language, languageNames, speak } from '#ui/words/words.ts';
import { Button } from './Button.tsx';

/** Named in the language it leads to, so that whoever needs it can read it. */
export const LanguageSwitch = () => {
  const { settings } = useApp();
  const other = () => (language() === 'zh' ? 'en' : 'zh');
  return (
    <Button
      look="quiet"
      lang={other()}
      onClick={() => {
        const chosen = other();
        // Kept first: a page closed right after still opens in what it showed.
        void settings.keepLanguage(chosen).finally(() => speak(chosen));
      }}
    >
      <Languages size={20} aria-hidden="true" />
      {languageNames[other()]}
    </Button>
  );
};
