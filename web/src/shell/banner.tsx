import { useLink } from '../api/hooks';
import { useWords } from '../words/words';

/** The bench never passes for the real thing, and a lost connection says since when. */
export function Banners({ bench }: { bench: boolean }) {
  const { t, time } = useWords();
  const { up, since } = useLink();
  return (
    <>
      {bench && <p className="bench-label" data-testid="bench-label"><span>{t('bench.label')}</span></p>}
      <p role="alert" className={up ? 'visually-hidden' : 'lost-banner'} data-testid="lost-banner">
        {up ? '' : t('lamp.lost_banner', { time: time(new Date(since).toISOString(), 'full') })}
      </p>
    </>
  );
}
