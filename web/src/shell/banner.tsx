import { useLink } from '../api/hooks';
import { useWords } from '../words/words';

/** The bench and test keys never pass for the real thing, and a lost connection says since when. */
export function Banners({ bench, testKeys }: { bench: boolean; testKeys: boolean }) {
  const { t, time } = useWords();
  const { up, since } = useLink();
  return (
    <>
      {(bench || testKeys) && (
        <p className="bench-label">
          {bench && <span data-testid="bench-label">{t('bench.label')}</span>}
          {testKeys && <span className="test-keys" data-testid="test-keys">{t('key_tree.test_keys')}</span>}
        </p>
      )}
      <p role="alert" className={up ? 'visually-hidden' : 'lost-banner'} data-testid="lost-banner">
        {up ? '' : t('lamp.lost_banner', { time: time(new Date(since).toISOString(), 'full') })}
      </p>
    </>
  );
}
