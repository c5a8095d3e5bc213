import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Answers } from '../../api/described';
import { address, get } from '../../api/client';
import { Failed, Loading } from '../../shell/states';
import { peopleOf } from '../../table/called';
import { entrySaid, objectSaid } from '../../table/objects';
import { useWords } from '../../words/words';

type Later = Answers['getReportChanges'];

/** What came after the anchor and counts for the same days. */
export function Changes({ number, period, asOf }: { number: string; period: string; asOf: string }) {
  const { t, decimal, time, day, has } = useWords();
  const later = useQuery({ queryKey: ['report-changes', number, period, asOf], queryFn: ({ signal }) => get<Later>(address(`/reports/${number}/changes`, { period, as_of: asOf }), signal) });
  if (!later.data) return later.isError ? <Failed problem={later.error} retry={() => void later.refetch()} /> : <Loading />;
  const { rows, total, registers_total: changed } = later.data;
  if (total === 0 && changed === 0) return <p className="panel-quiet" data-testid="report-changes" data-total="0">{t('report.changes_none')}</p>;
  return (
    <section data-testid="report-changes" data-total={total}>
      {changed > 0 && <ChangedRegisters later={later.data} />}
      <table className="simple-table">
        <caption>{t('report.changes')}: {t('report.changes_total', { count: total })}</caption>
        <thead><tr><th scope="col">{t('column.number')}</th><th scope="col">{t('column.what')}</th><th scope="col">{t('column.business_day')}</th><th scope="col">{t('column.time')}</th><th scope="col" className="number">{t('column.amount')}</th></tr></thead>
        <tbody>
          {rows.map((one) => (
            <tr key={`${one.row}/${one.number}`}>
              <th scope="row"><Link to={`/office/${one.row === 'sale' ? 'sales' : 'entries'}?f.number=${encodeURIComponent(one.number)}`}>{entrySaid(one.number, { day })}</Link></th>
              <td>{has(`sale_kind.${one.what}`) ? t(`sale_kind.${one.what}`) : one.what}</td><td>{day(one.business_day)}</td><td>{time(one.time, 'short')}</td><td className="number">{decimal(one.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Rows of registers that say something else since; what, their history tells to whoever may see it. */
function ChangedRegisters({ later }: { later: Later }) {
  const words = useWords();
  const { t, time, first } = words;
  return (
    <table className="simple-table" data-testid="report-register-changes">
      <caption>{t('report.changes_registers', { count: later.registers_total })}</caption>
      <thead><tr><th scope="col">{t('column.object')}</th><th scope="col">{t('column.what')}</th><th scope="col">{t('column.operator')}</th><th scope="col">{t('column.time')}</th></tr></thead>
      <tbody>
        {later.registers.map((one, index) => (
          <tr key={`${one.object}/${index}`}><th scope="row">{objectSaid(one.object, words)}</th><td>{one.columns.map((name) => first([`column.${name}`], name)).join(', ')}</td><td>{peopleOf(one, 'operator')}</td><td>{time(one.time, 'short')}</td></tr>
        ))}
      </tbody>
    </table>
  );
}
