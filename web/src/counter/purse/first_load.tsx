import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Listed } from '../../api/described';
import { get } from '../../api/client';
import type { Page, SchemeView } from '../../api/types';
import { finder } from '../../form/finder';
import { Lookup } from '../../form/lookup';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { OpenPurse } from './open_purse';

/** Whose application was granted and who has no card yet: chosen by name or number. Who is not among them: his account is opened, or his application entered. */
export function FirstLoad({ counter }: TaskProps) {
  const { t } = useWords();
  const [opens, setOpens] = useState(false);
  const [entered, setEntered] = useState(false);
  const schemes = useQuery({ queryKey: ['schemes'], queryFn: ({ signal }) => get<Page<SchemeView>>('/schemes', signal), staleTime: Infinity });
  const onCards = (schemes.data?.rows ?? []).filter((row) => row.holder === 'purse').map((row) => row.name);
  const choose = (row: Listed['accounts']): void => {
    counter.choose(String(row.number));
    counter.setTask(null);
  };
  if (opens && onCards[0]) return <OpenPurse counter={counter} scheme={onCards[0]} entered={() => { setEntered(true); setOpens(false); }} />;
  return (
    <div className="task" data-testid="first-load">
      {entered && <p className="note" role="status" data-testid="first-load-entered">{t('purse.open_entered')}</p>}
      <p className="note">{t('purse.first_how')}</p>
      {onCards.length > 0 && (
        <Lookup name="granted-purses" label={t('purse.first_whose')} testid="first-load-search" autoFocus evenEmpty nothing={t('purse.first_nobody')}
          find={finder('accounts', `&filter.state=draft&filter.scheme=${onCards.map(encodeURIComponent).join(',')}`)}
          rowKey={(row) => String(row.number)} show={(row) => <><strong>{row.customer_name}</strong> {row.number} · {row.customer}</>} choose={choose} />
      )}
      {onCards.length > 0 && may(counter.session, 'purse_apply') && <button type="button" className="big-button plain" data-testid="first-load-new" onClick={() => setOpens(true)}>{t('purse.open_new')}</button>}
    </div>
  );
}
