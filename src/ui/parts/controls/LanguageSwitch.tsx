import Languages from 'lucide-solid/icons/languages';
import { useApp } from '#ui/state/app/context.ts';
import { language } from '#ui/i18n/messages.ts';
import { Button } from './Button.tsx';
import { chooseLanguage, languageNames } from './choose-language.ts';

/** Its label is the name of the other language, in that language. */
export const LanguageSwitch = () => {
  const { settings } = useApp();
  const other = () => (language() === 'zh' ? 'en' : 'zh');
  return (
    <Button look="quiet" lang={other()} onClick={() => void chooseLanguage(settings, other())}>
      <Languages size={20} aria-hidden="true" />
      {languageNames[other()]}
    </Button>
  );
};
