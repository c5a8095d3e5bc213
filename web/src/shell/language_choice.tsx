import type { MouseEvent } from 'react';
import { LANGUAGES } from '../words/languages';
import { useWords } from '../words/words';

/** A click changes only the words: the focus stays where the work is. With Tab it comes here as to every button. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

export function LanguageChoice() {
  const { language, choose, t } = useWords();
  return (
    <div role="group" aria-label={t('language.label')} className="segments language">
      {LANGUAGES.map((each) => (
        <button key={each.code} type="button" lang={each.tag} aria-label={`${each.short} ${each.name}`} aria-pressed={language === each.code} data-testid={`language-${each.code}`} onMouseDown={keepFocus} onClick={() => choose(each.code)}>
          {each.short}
        </button>
      ))}
    </div>
  );
}
