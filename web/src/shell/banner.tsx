import { useLink } from '../api/hooks';
import type { Session } from '../api/types';
import { peopleOf } from '../table/called';
import { useWords } from '../words/words';
import { sameClock } from '../words/zone';
import { atKeyOffice } from './permissions';

/** Sample books, the bench and sample keys never pass for the real thing, the key office not for a place that sells, and a lost connection says since when. Whoever looks from
 *  a place with another clock is told whose times these are. */
export function Banners({ session }: { session: Session | undefined }) {
  const { t, time } = useWords();
  const { up, since } = useLink();
  const zone = session?.utility?.zone;
  const elsewhere = zone && !sameClock(zone, Intl.DateTimeFormat().resolvedOptions().timeZone, new Date()) ? zone : null;
  const { sample, bench, sample_keys: sampleKeys, people_alone: alone = [] } = session ?? {};
  return (
    <>
      {atKeyOffice(session) && <p className="office-label" data-testid="key-office-label">{t('shell.key_office_label')}</p>}
      {(sample || bench || sampleKeys) && (
        <p className="bench-label">
          {sample && <span data-testid="sample-label">{t('shell.sample')}</span>}
          {bench && <span data-testid="bench-label">{t('bench.label')}</span>}
          {sampleKeys && <span className="sample-keys" data-testid="sample-keys">{t('key_tree.sample_keys')}</span>}
        </p>
      )}
      {elsewhere && <p className="zone-label" data-testid="zone-label">{t('shell.zone', { zone: elsewhere })}</p>}
      {alone.map((one) => (
        <p key={one.number} className="lost-banner" data-testid="people-alone">
          {t('banner.people_alone', { number: String(one.number), by: peopleOf(one, 'made_by'), operator: peopleOf(one, 'operator') })}
        </p>
      ))}
      <p role="alert" className={up ? 'visually-hidden' : 'lost-banner'} data-testid="lost-banner">
        {up ? '' : t('lamp.lost_banner', { time: time(new Date(since).toISOString(), 'full') })}
      </p>
    </>
  );
}
