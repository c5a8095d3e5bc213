import { useSearchParams } from 'react-router';
import { useSession } from '../../api/hooks';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import { RelatedEvents, RelatedStatements } from '../related';
import { Commands } from '../remote_pages';
import { MeterCourse } from './meter_course';
import { MeterState } from './meter_state';

const PARTS = ['state', 'registers', 'statements', 'events', 'orders'] as const;
/** Of what it said and counted not everybody is told who may see that it is there. */
const OPEN_TO_ALL = ['orders'];

/** All that is known of one meter, part by part; the address says which. */
export function MeterSections({ meter, commodity, counts }: { meter: string; commodity?: unknown; counts?: unknown }) {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const session = useSession().data;
  const offered = may(session, 'statements_read') ? [...PARTS] : PARTS.filter((one) => OPEN_TO_ALL.includes(one));
  const part = offered.find((one) => one === query.get('part')) ?? offered[0];
  const show = (name: string): void => setQuery((old) => { const fresh = new URLSearchParams(old); fresh.set('part', name); return fresh; }, { replace: true });
  return (
    <>
      <div className="drawer-tools" role="tablist" aria-label={t('meter_page.sections')}>
        {offered.map((name) => (
          <button key={name} type="button" role="tab" aria-selected={part === name} className={part === name ? 'primary-button' : 'plain-button'} data-testid={`meter-part-${name}`} onClick={() => show(name)}>{t(`meter_page.${name}`)}</button>
        ))}
      </div>
      <div role="tabpanel" aria-label={t(`meter_page.${part}`)} data-testid={`meter-${part}`}>
        {part === 'state' && <MeterState meter={meter} commodity={commodity} counts={counts} />}
        {part === 'registers' && <MeterCourse meter={meter} />}
        {part === 'statements' && <RelatedStatements title={t('page.statements')} meter={meter} commodity={commodity} />}
        {part === 'events' && <RelatedEvents meter={meter} none={t('meter_page.events_none')} />}
        {part === 'orders' && <Commands meter={meter} />}
      </div>
    </>
  );
}
