import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Answers } from '../../api/described';
import { get, post } from '../../api/client';
import { useSession } from '../../api/hooks';
import type { Page } from '../../api/types';
import { TextField } from '../../form/fields';
import { Form } from '../../form/form';
import { Dialog } from '../../shell/dialog';
import { TagOf } from '../../shell/marks';
import { may } from '../../shell/permissions';
import type { Row } from '../../table/register_table';
import { useWords } from '../../words/words';
import { useReasons } from '../../table/reasons';
import './reports.css';

// Somebody is sent to supplies that a list of insight names, or that somebody has doubts about.

export interface Supply { account: string; reason: string }
type Ordered = Answers['postVisits'];

/** Supplies that were chosen on a list, and the order that sends somebody to all of them. */
export function OrderVisits({ list, supplies, done }: { list: string; supplies: Supply[]; done: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const [answer, setAnswer] = useState<Ordered | null>(null);
  const [tried, setTried] = useState(false);
  if (!may(session, 'visits_write')) return null;
  const ordered = (what: Ordered): void => { setOpen(false); setAnswer(what); done(); void cache.invalidateQueries({ queryKey: ['list'] }); };
  return (
    <div className="visit-order no-print" data-testid="visit-order" data-chosen={supplies.length}>
      <button type="button" className="primary-button" data-testid="order-visits" onClick={() => { setTried(true); setOpen(supplies.length > 0); }}>{t('visits.order')}</button>
      <span className="quiet">{t('visits.chosen', { count: supplies.length })}</span>
      {tried && supplies.length === 0 && <span className="field-error" role="alert" data-testid="visits-none">{t('visits.choose_some')}</span>}
      <span role="status">
        {answer && <span data-testid="visits-ordered">{t('visits.ordered', { count: answer.ordered.length })} {answer.waiting.length > 0 && `${t('visits.waiting', { accounts: answer.waiting.map((one) => String(one.account)).join(', ') })} `}
          <Link to="/office/visits?f.state=planned">{t('visits.open')}</Link></span>}
      </span>
      {open && <OrderDialog list={list} supplies={supplies} close={() => setOpen(false)} done={ordered} />}
    </div>
  );
}

function OrderDialog({ list, supplies, close, done }: { list: string; supplies: Supply[]; close: () => void; done: (what: Ordered) => void }) {
  const { t } = useWords();
  const reasons = useReasons();
  const [visitor, setVisitor] = useState('');
  const [day, setDay] = useState('');
  const order = useMutation({
    mutationFn: () => post<Ordered>('/visits', { insight_list: list, supplies, visitor: visitor.trim(), ...(day ? { day } : {}) }),
    onSuccess: done,
  });
  return (
    <Dialog title={t('visits.order')} testid="visit-dialog" close={close}>
      <Form send={() => order.mutate()} busy={order.isPending} problem={order.error}>
        <p>{list} · {t(`report.${list}`)}</p>
        <ul className="visit-supplies" tabIndex={0} aria-label={t('visits.chosen', { count: supplies.length })}>{supplies.map((one) => <li key={one.account}>{one.account}{one.reason && <span className="quiet"> {reasons(one.reason)}</span>}</li>)}</ul>
        <TextField id="plan-visitor" label={t('column.visitor')} value={visitor} change={setVisitor} testid="plan-visitor" />
        <TextField id="plan-day" type="date" label={t('column.visit_day')} note={t('account.today_when_empty')} value={day} change={setDay} testid="plan-day" />
        <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="plan-save" disabled={order.isPending}>{t('visits.order')}</button></div>
      </Form>
    </Dialog>
  );
}

/** Who was at a supply, and what he found; in the drawer of its account. */
export function VisitsOfAccount({ account }: { account: string }) {
  const { t, day, first } = useWords();
  const reasons = useReasons();
  const list = useQuery({ queryKey: ['list', 'visits', 'related', account], queryFn: ({ signal }) => get<Page<Row>>(`/visits?sort=-number&page_size=20&filter.account=${encodeURIComponent(account)}`, signal) });
  if (!list.data || list.data.rows.length === 0) return null;
  return (
    <section className="drawer-section" data-testid="visits-of-account">
      <table className="simple-table">
        <caption>{t('visits.of_account')}</caption>
        <thead><tr>{['visit_day', 'reason', 'visitor', 'state', 'outcome', 'found'].map((name) => <th key={name} scope="col">{t(`column.${name}`)}</th>)}</tr></thead>
        <tbody>
          {list.data.rows.map((row) => (
            <tr key={String(row['number'])}>
              <td><Link to={`/office/visits?open=${String(row['number'])}`}>{day(String(row['visit_day']))}</Link></td>
              <td>{row['reason'] ? reasons(String(row['reason'])) : first([`report.${String(row['insight_list'])}`], '—')}</td><td>{String(row['visitor'] || '—')}</td>
              <td><TagOf kind="visit" value={String(row['state'])} /></td><td>{t(`visit_outcome.${String(row['outcome'])}`)}</td><td>{String(row['found'] || '—')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
