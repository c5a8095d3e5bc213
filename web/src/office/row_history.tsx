import type { Answers } from '../api/described';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { address, get } from '../api/client';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { peopleOf } from '../table/called';
import { changeSaid } from '../table/changes';
import { useWords } from '../words/words';

type History = Answers['getHistory'];

/** What became of one row: who changed what, before → after. Asked for when it is unfolded. */
export function RowHistory({ list, rowKey }: { list: string; rowKey: string }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <details className="drawer-section" data-testid="row-history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('history.title')}</summary>
      {open && <Steps list={list} rowKey={rowKey} />}
    </details>
  );
}

function Steps({ list, rowKey }: { list: string; rowKey: string }) {
  const words = useWords();
  const { t, first } = words;
  const history = useQuery({ queryKey: ['list', 'history', list, rowKey], queryFn: ({ signal }) => get<History>(address('/history', { list, key: rowKey }), signal) });
  if (nothingToShow(history)) return <Failed problem={history.error} retry={() => void history.refetch()} />;
  if (!history.data) return <Loading />;
  if (history.data.rows.length === 0) return <p className="quiet">{t('history.none')}</p>;
  return (
    <table className="simple-table" data-testid="history-rows">
      <caption className="visually-hidden">{t('history.title')}</caption>
      <thead><tr><th scope="col">{t('column.time')}</th><th scope="col">{t('column.operator')}</th><th scope="col">{t('history.changed')}</th></tr></thead>
      <tbody>
        {history.data.rows.map((step, at) => (
          <tr key={`${step.time}${at}`}>
            <td>{words.time(step.time, 'minute')}</td><td>{peopleOf(step, 'operator')}<br /><span className="quiet">{first([`permission.${step.action}`], step.action)}</span></td>
            <td>{step.changes.map((change) => <div key={change.column}>{changeSaid(change, words, list)}</div>)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
