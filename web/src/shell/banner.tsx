import { useLink } from '../api/hooks';
import type { Session } from '../api/types';
import { useWords } from '../words/words';

/** Sample books, the bench and test keys never pass for the real thing, and a lost connection says since when. */
export function Banners({ sample, bench, testKeys, alone = [] }: { sample: boolean; bench: boolean; testKeys: boolean; alone?: NonNullable<Session['people_alone']> }) {
  const { t, time } = useWords();
  const { up, since } = useLink();
  return (
    <>
      {(sample || bench || testKeys) && (
        <p className="bench-label">
          {sample && <span data-testid="sample-label">{t('shell.sample')}</span>}
          {bench && <span data-testid="bench-label">{t('bench.label')}</span>}
          {testKeys && <span className="test-keys" data-testid="test-keys">{t('key_tree.test_keys')}</span>}
        </p>
      )}
      {alone.map((one) => (
        <p key={one.number} className="lost-banner" data-testid="people-alone">
          {t('banner.people_alone', { number: String(one.number), by: one.made_by, operator: one.operator })}
        </p>
      ))}
      <p role="alert" className={up ? 'visually-hidden' : 'lost-banner'} data-testid="lost-banner">
        {up ? '' : t('lamp.lost_banner', { time: time(new Date(since).toISOString(), 'full') })}
      </p>
    </>
  );
}
