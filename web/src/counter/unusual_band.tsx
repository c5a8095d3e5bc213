import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from '../words/words';

interface Props { children: ReactNode; yes: string; sayNo: () => void; sayYes: () => void }

/** Something unusual, said with its figures, before it is booked. The focus stands on No, and a key that is still held from the amount says nothing. */
export function UnusualBand({ children, yes, sayNo, sayYes }: Props) {
  const { t } = useWords();
  const noButton = useRef<HTMLButtonElement>(null);
  const yesButton = useRef<HTMLButtonElement>(null);
  useEffect(() => noButton.current?.focus(), []);
  const move = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
    if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') noButton.current?.focus();
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') yesButton.current?.focus();
  };
  return (
    <div className="band warning" role="group" aria-label={t('counter.unusual')} onKeyDown={move}>
      <p className="band-word">{t('counter.unusual')}</p>
      {children}
      <div className="band-actions">
        <button ref={noButton} type="button" className="big-button plain" data-testid="confirm-no" onClick={sayNo}>{t('counter.confirm_no')}</button>
        <button ref={yesButton} type="button" className="big-button" data-testid="confirm-yes" onClick={sayYes}>{yes}</button>
      </div>
    </div>
  );
}
