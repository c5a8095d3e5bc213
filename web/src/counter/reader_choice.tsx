import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put } from '../api/client';
import { useReader } from '../api/hooks';
import { useWords } from '../words/words';
import { ProblemNote } from '../form/problem_note';

function useChooseReader() {
  const cache = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const choose = async (reader: string): Promise<void> => {
    try {
      await put('/session/reader', { reader });
      setProblem(null);
    } catch (reason) {
      setProblem(reason);
    }
    await cache.invalidateQueries({ queryKey: ['reader'] });
  };
  return { problem, choose };
}

/** Which reader stands at this till: chosen once, remembered by the server. Cards on other readers are other tills'. */
export function ReaderChoice() {
  const { t } = useWords();
  const readers = useReader().data?.readers ?? [];
  const { problem, choose } = useChooseReader();
  return (
    <div className="choice" data-testid="reader-choice">
      <p className="band-word">{t('reader.choose')}</p>
      <ProblemNote problem={problem} />
      {readers.map((reader, at) => (
        <button key={reader.name} type="button" className="big-button plain" data-testid={`choose-reader-${at}`} disabled={reader.state === 'other_till'} onClick={() => void choose(reader.name)}>
          {reader.name} {reader.state === 'other_till' ? t('reader.of_till', { till: reader.till ?? '' }) : reader.state === 'card' ? t('reader.has_card') : ''}
        </button>
      ))}
    </div>
  );
}

/** The reader of this till, and how to take another. */
export function OwnReader() {
  const { t } = useWords();
  const own = useReader().data?.reader;
  const { problem, choose } = useChooseReader();
  if (!own) return null;
  return (
    <p className="quiet" data-testid="own-reader">
      {t('reader.own', { reader: own })}{' '}
      <button type="button" className="quiet-button" data-testid="other-reader" onClick={() => void choose('')}>{t('reader.other')}</button>
      <ProblemNote problem={problem} />
    </p>
  );
}
