import { useEffect, useState } from 'react';
import { useWords } from '../words/words';
import type { Counter } from './use_counter';

const SLOW_MS = 3_000;

/** Booked – sealed – writing the card. No key acts meanwhile. */
export function WritingSteps({ counter }: { counter: Counter }) {
  const { t } = useWords();
  const slow = useSlow();
  const { booked, sealed, written } = counter.steps;
  const steps: [string, boolean][] = [['booked', booked], ['sealed', sealed], ['written', written]];
  const running = steps.findIndex(([, done]) => !done);
  return (
    <div className={`band ${counter.state === 'card_removed' ? 'warning' : 'info'}`} data-testid="writing">
      <ol className="steps">
        {steps.map(([name, done], index) => (
          <li key={name} className={done ? 'is-done' : index === running ? 'is-running' : ''}>
            <span aria-hidden="true">{done ? '✓' : index === running ? '…' : '·'}</span> {t(`counter.step.${name}`)}
          </li>
        ))}
      </ol>
      <p className="band-word">{counter.state === 'card_removed' ? t('counter.put_same_card') : t('counter.do_not_remove')}</p>
      {slow && <p>{t('counter.waiting_for_card')}</p>}
    </div>
  );
}

function useSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return slow;
}
