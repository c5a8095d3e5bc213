import { useEffect, useRef } from 'react';
import { useWords } from '../../words/words';

/** Crews take several cards: Enter writes the next one, with what was filled in for the last. */
export function AnotherCard({ again }: { again: () => void }) {
  const { t } = useWords();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return <button type="button" ref={button} className="big-button" data-testid="another-card" onClick={again}>{t('issue_card.another')}</button>;
}
