import { useLocation, useNavigate } from 'react-router';
import { get } from '../api/client';
import type { SearchHit } from '../api/types';
import { Lookup } from '../form/lookup';
import { CommodityTag } from './marks';
import { useNarrow } from './use_narrow';
import { useWords } from '../words/words';

let field: HTMLInputElement | null = null;

/** The search of the top bar, for keys that jump there. */
export function searchField(): HTMLInputElement | null {
  return field;
}

export function accountOf(hit: SearchHit): string {
  return String(hit.account ?? hit.number ?? '');
}

/** Finds an account by customer, phone, meter, address or card. At the counter it is served, elsewhere it is opened. */
export function SearchBox() {
  const { t } = useWords();
  const narrow = useNarrow(); // no room for the key, and often none to press
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const open = (hit: SearchHit): void => {
    void navigate(pathname.startsWith('/office') ? `/office/accounts?open=${accountOf(hit)}` : `/counter?account=${accountOf(hit)}`);
  };
  return (
    <div className="top-search" role="search">
      <Lookup<SearchHit> name="search" label={t('search.label')} hideLabel placeholder={t(narrow ? 'search.placeholder_short' : 'search.placeholder')} testid="search" nothing={t('search.nothing')}
        inputRef={(element) => { field = element; }}
        find={async (typed, signal) => (await get<{ rows: SearchHit[] }>(`/search?q=${encodeURIComponent(typed)}`, signal)).rows}
        rowKey={accountOf}
        show={(hit) => <><strong>{hit.customer_name}</strong> {accountOf(hit)} {hit.commodity && <CommodityTag of={hit.commodity} />} <small>{hit.meter} · {hit.address}</small></>} choose={open} />
    </div>
  );
}
