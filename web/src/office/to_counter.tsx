import { Link } from 'react-router';
import { useWords } from '../words/words';

/** A sale in doubt is settled by its card: the way leads to the counter. */
export function ToCounter() {
  const { t } = useWords();
  return <Link className="plain-button" to="/counter" data-testid="in-doubt-counter">{t('in_doubt.to_counter')}</Link>;
}
