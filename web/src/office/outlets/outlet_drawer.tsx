import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { get } from '../../api/client';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { Figure } from '../../shell/marks';
import { useWords } from '../../words/words';
import type { Outlet } from './outlet';
import { ClientsTab } from './outlet_clients';
import { CommissionTab } from './outlet_commission';
import { LimitsTab } from './outlet_limits';
import { StatementTab } from './outlet_statement';

// One outlet: what it has, and in tabs its statement, its terminals, its limits, its commission.

/** In the address: reload, Back and a copied link show the same part of the drawer. */
const PART = 'part';
const TABS = ['statement', 'clients', 'limits', 'commission'] as const;

export function OutletDrawer({ code, refresh }: { code: string; refresh: () => void }) {
  const { t, decimal } = useWords();
  const [query, setQuery] = useSearchParams();
  const tab = TABS.find((name) => name === query.get(PART)) ?? TABS[0];
  const show = (name: (typeof TABS)[number]): void => setQuery((old) => { const fresh = new URLSearchParams(old); fresh.set(PART, name); return fresh; }, { replace: true });
  const one = useQuery({ queryKey: ['list', 'outlet', code], queryFn: ({ signal }) => get<Outlet>(`/outlets/${code}`, signal) });
  const outlet = one.data;
  if (nothingToShow(one)) return <Failed problem={one.error} retry={() => void one.refetch()} />;
  if (!outlet) return <Loading />;
  return (
    <>
      <dl className="figures" data-testid="outlet-figures">
        <Figure name={t('column.float')} testid="outlet-float">{decimal(outlet.float)}</Figure>
        <Figure name={t('outlets.available')} testid="outlet-available">{decimal(outlet.available)}</Figure>
        <Figure name={t('outlets.sold_today')} testid="outlet-sold-today">{decimal(outlet.sold_today)}</Figure>
        <Figure name={t('column.commission_owed')} testid="outlet-owed">{decimal(outlet.commission_owed)}</Figure>
      </dl>
      <div className="drawer-tools" role="tablist" aria-label={t('outlets.tabs')}>
        {TABS.map((name) => (
          <button key={name} type="button" role="tab" aria-selected={tab === name} className={tab === name ? 'primary-button' : 'plain-button'} data-testid={`outlet-tab-${name}`}
            onClick={() => show(name)}>{t(`outlets.tab.${name}`)}</button>
        ))}
      </div>
      <div role="tabpanel" aria-label={t(`outlets.tab.${tab}`)}>
        {tab === 'statement' && <StatementTab outlet={outlet} done={refresh} />}
        {tab === 'clients' && <ClientsTab outlet={outlet} done={refresh} />}
        {tab === 'limits' && <LimitsTab outlet={outlet} done={refresh} />}
        {tab === 'commission' && <CommissionTab outlet={outlet} done={refresh} />}
      </div>
    </>
  );
}
