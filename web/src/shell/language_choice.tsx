import { LANGUAGES } from '../words/languages';
import { useWords } from '../words/words';

export function LanguageChoice() {
  const { language, choose, t } = useWords();
  return (
    <div role="group" aria-label={t('language.label')} className="segments language">
      {LANGUAGES.map((each) => (
        <button key={each.code} type="button" lang={each.tag} aria-label={`${each.short} ${each.name}`} aria-pressed={language === each.code} data-testid={`language-${each.code}`} onClick={() => choose(each.code)}>
          {each.short}
        </button>
      ))}
    </div>
  );
}
