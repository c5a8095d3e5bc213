import { useWords } from '../words/words';
import { useLeave } from './leaving';

/** Out of a dialog without saving: as the sign in its corner it asks first when something was typed. */
export function CancelButton({ close, testid }: { close: () => void; testid?: string }) {
  const { t } = useWords();
  return <button type="button" className="plain-button" data-testid={testid} onClick={useLeave(close)}>{t('form.cancel')}</button>;
}
