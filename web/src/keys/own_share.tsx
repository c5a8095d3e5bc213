import { useState } from 'react';
import { postSecret } from '../api/client';
import { useSession } from '../api/hooks';
import { ProblemNote } from '../form/problem_note';
import { useWords } from '../words/words';
import { useForgetting } from './secret_field';
import { shareHead, shareLines } from './share';
import type { BackupKey } from './types';
import { useKeysChanged } from './use_keys';

/** A holder collects his share: it is shown once, he writes it down, and the page forgets it. */
export function OwnShare({ backup }: { backup: BackupKey }) {
  const { t } = useWords();
  const me = useSession().data?.operator?.name;
  const changed = useKeysChanged();
  const [share, setShare] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const own = backup.holders.find((holder) => holder.name === me);
  useForgetting(() => setShare(null));
  if (!own) return null;
  const collect = async (): Promise<void> => {
    setProblem(null);
    try {
      setShare((await postSecret<{ text: string }>('/keys/backup/share', {})).text);
    } catch (why) {
      setProblem(why);
      changed();
    }
  };
  const written = (): void => {
    setShare(null);
    changed();
  };
  return (
    <section className="card receipt-card" aria-labelledby="own-share" data-testid="own-share" data-collected={own.collected}>
      <h2 id="own-share">{t('key_share.title')}</h2>
      <ProblemNote problem={problem} />
      {share ? (
        <>
          <p className="note warning" role="alert">{t('key_share.once')}</p>
          <p className="share-text" data-testid="share-text" data-value={share}>{shareLines(share).map((line, at) => <span key={at}>{line}</span>)}</p>
          <p>{t('key_share.keep', shareHead(share))}</p>
          <button type="button" className="primary-button" data-testid="share-written" onClick={written}>{t('key_share.written')}</button>
        </>
      ) : own.lost ? <p className="note warning" data-testid="share-lost">{t('key_share.lost')}</p> : own.collected ? <p data-testid="share-collected">{t('key_share.collected')}</p> : (
        <>
          <p>{t('key_share.ready')}</p>
          <button type="button" className="primary-button" data-testid="share-show" onClick={() => void collect()}>{t('key_share.show')}</button>
        </>
      )}
    </section>
  );
}
