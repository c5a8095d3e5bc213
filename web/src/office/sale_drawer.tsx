import type { Operation, SaleStatus } from '../api/row_words';
import { says } from '../words/says';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { Keyring } from '../api/key';
import { Problem } from '../api/problem';
import type { SaleDetail, SaleOutcome } from '../api/types';
import { MoveSale } from '../counter/move_sale';
import { ReceiptDialog } from '../counter/receipt_dialog';
import { Form } from '../form/form';
import { ReasonField } from '../form/reason_field';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { toneOfStep } from '../shell/marks';
import { may, mayAny } from '../shell/permissions';
import { ledgerSaid } from '../table/objects';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { NewInvoice } from './invoices/new_invoice';

/** The way of a sale as a time line with its proofs; its receipt; asking for it; taking it back. Never edited, never deleted. */
export function SaleDrawer({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t, money } = useWords();
  const session = useSession().data;
  const number = String(row['number']);
  const path = `/sales/${encodeURIComponent(number)}`;
  const sale = useQuery({ queryKey: ['list', 'sale', number], queryFn: ({ signal }) => get<SaleDetail>(path, signal) });
  const [receipt, setReceipt] = useState(false);
  const [invoicing, setInvoicing] = useState(false);
  const state = sale.data?.state ?? row['state'];
  const underWay = says<SaleStatus>(state, 'booked', 'carried', 'in_doubt');
  return (
    <>
      <div className="drawer-tools">
        <button type="button" className="plain-button" data-testid="sale-receipt" onClick={() => setReceipt(true)}>{t('receipt.show')}</button>
        {sale.data?.invoice && <Link className="plain-button" to={`/office/invoices?open=${encodeURIComponent(sale.data.invoice)}`} data-testid="sale-invoice">{t('invoice.title.invoice', { number: sale.data.invoice })}</Link>}
        {sale.data?.to_invoice && may(session, 'invoices_write') && <button type="button" className="plain-button" data-testid="sale-new-invoice" onClick={() => setInvoicing(true)}>{t('invoice.new')}</button>}
        {says<SaleStatus>(state, 'in_doubt', 'booked') && <Settle path={path} refresh={refresh} />}
      </div>
      {sale.data?.archive && <p className={sale.data.archive_at_hand ? 'note' : 'note warning'} data-testid="sale-archived">{t(sale.data.archive_at_hand ? 'archive.of_sale' : 'archive.of_sale_missing', { year: String(sale.data.archive) })}</p>}
      {sale.data?.paid_back_at && <p className="note" data-testid="sale-paid-back">{t('sale.paid_back_at', { amount: money(sale.data.paid_back_at.amount), till: sale.data.paid_back_at.till, station: sale.data.paid_back_at.station })}</p>}
      {sale.data?.tenders && sale.data.tenders.length > 0 && (
        <section className="drawer-section">
          <h3>{t('tender.paid_by')}</h3>
          <dl className="facts" data-testid="sale-tenders">
            {sale.data.tenders.map((one, at) => <div key={at}><dt>{t(`tender.${one.tender}`)} {one.reference}</dt><dd>{money(one.amount)}</dd></div>)}
          </dl>
        </section>
      )}
      <section className="drawer-section">
        <h3>{t('sale.way')}</h3>
        <Timeline sale={sale.data} />
      </section>
      {sale.data?.signature && (
        <section className="drawer-section">
          <details>
            <summary>{t('sale.signature')}</summary>
            <pre className="json" tabIndex={0}>{JSON.stringify(sale.data.signature, null, 1)}</pre>
          </details>
        </section>
      )}
      {may(session, 'sell') && underWay && (
        <section className="drawer-section"><h3>{t('move.title')}</h3><MoveSale sale={number} kind={sale.data?.kind} moved={refresh} /></section>
      )}
      {mayAny(session, ['take_back_own', 'take_back']) && underWay && <TakeBack path={path} how="take_back.how" refresh={refresh} />}
      {mayAny(session, ['take_back_own', 'take_back']) && says<Operation>(row['kind'], 'payment') && says<SaleStatus>(state, 'applied') && <TakeBack path={`/payments/${encodeURIComponent(number)}`} how="balance.hand_back_how" refresh={refresh} />}
      {invoicing && <NewInvoice customer={String(row['customer'])} receipt={number} close={() => setInvoicing(false)} />}
      {receipt && <ReceiptDialog number={number} close={() => setReceipt(false)} />}
    </>
  );
}

function Timeline({ sale }: { sale: SaleDetail | undefined }) {
  const words = useWords();
  return (
    <ol className="timeline" data-testid="sale-timeline">
      {(sale?.timeline ?? []).map((step, index) => (
        <li key={index} className={toneOfStep(step.what)}>
          <strong>{words.first([`journal.${step.what}`, `state.sale.${step.what}`, `sale_kind.${step.what}`], step.what)}</strong> <time dateTime={step.time}>{words.time(step.time)}</time>
          {step.proof && <p className="proof">{ledgerSaid(step.proof, words)}</p>}
        </li>
      ))}
    </ol>
  );
}

function Settle({ path, refresh }: { path: string; refresh: () => void }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<SaleOutcome | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const ask = async (): Promise<void> => {
    try {
      setOutcome(await post<SaleOutcome>(`${path}/settle`));
      setProblem(null);
      refresh();
    } catch (reason) {
      setProblem(reason);
    }
  };
  return (
    <>
      <button type="button" className="plain-button" data-testid="sale-settle" onClick={() => void ask()}>{t('counter.ask_now')}</button>
      {outcome && <p role="status" data-testid="settle-outcome">{t(`counter.outcome.${outcome.outcome}`)}</p>}
      <ProblemNote problem={problem ?? (outcome?.error ? new Problem(outcome.error) : null)} />
    </>
  );
}

function TakeBack({ path, how, refresh }: { path: string; how: string; refresh: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const [outcome, setOutcome] = useState<SaleOutcome | null>(null);
  const keys = useRef(new Keyring());
  const eyes = useFourEyes<SaleOutcome>((approval) => {
    const key = keys.current.keyFor(path, reason, approval);
    return post(`${path}/take-back`, { reason: reason.trim(), client_key: key, ...(approval ? { approval } : {}) }, { key });
  }, (answer) => {
    setOutcome(answer);
    refresh();
  });
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  return (
    <Form className="drawer-section" send={eyes.go} busy={eyes.running} problem={eyes.problem ?? (outcome?.error ? new Problem(outcome.error) : null)}>
      <h3>{t('counter.task.take_back')}</h3>
      <p className="quiet">{t(how)}</p>
      {outcome && <p role="status" className="good-note" data-testid="take-back-outcome">{t(`counter.outcome.${outcome.outcome}`)}</p>}
      <ReasonField id="drawer-take-back" label={t('word.reason')} value={reason} change={setReason} testid="drawer-take-back-reason" must />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="drawer-take-back">{t('counter.task.take_back')}</button></div>
    </Form>
  );
}
