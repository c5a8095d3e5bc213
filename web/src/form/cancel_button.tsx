import { useWords } from '../words/words';
import { useLeave } from './leaving';

/** Out of a form without saving: as the sign in the corner of its dialog it asks first when something was typed. */
export function CancelButton({ close, testid }: { close: () => void; testid?: string }) {
  const { t } = useWords();
  return <button type="button" className="plain-button" data-testid={testid} onClick={useLeave(close)}>{t('form.cancel')}</button>;
}
