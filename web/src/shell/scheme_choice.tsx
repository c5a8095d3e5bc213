import { CHOICES, chooseScheme, useScheme } from '../styles/scheme';
import { useWords } from '../words/words';

/** Light, dark, or as this machine is set: a group of the operator's menu. */
export function SchemeChoice() {
  const { t } = useWords();
  const { choice } = useScheme();
  return (
    <div role="group" aria-labelledby="scheme-name">
      <p className="menu-name" id="scheme-name">{t('scheme.label')}</p>
      {CHOICES.map((each) => (
        <button key={each} role="menuitemradio" type="button" aria-checked={each === choice} data-testid={`scheme-${each}`} onClick={() => chooseScheme(each)}>
          <span aria-hidden="true">{each === choice ? '✓' : ''}</span>{t(`scheme.${each}`)}
        </button>
      ))}
    </div>
  );
}
