import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { address, get, post } from '../../api/client';
import { useSession } from '../../api/hooks';
import { PrintNote } from '../../counter/print_note';
import { usePaperPrint } from '../../counter/use_print';
import { TextField } from '../../form/fields';
import { Form } from '../../form/form';
import { ProblemNote } from '../../form/problem_note';
import { useFourEyes } from '../../form/use_four_eyes';
import { may } from '../../shell/permissions';
import { Failed, Loading, nothingToShow } from '../../shell/states';
import { useWords } from '../../words/words';
import { nameOf, type Invoice, type InvoiceLine } from './invoice';

/** One invoice: its lines, the ways onto paper, and what can still become of it – void, or credited for what was undone. */
export function InvoiceDrawer({ name, refresh }: { name: string; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const path = `/invoices/${encodeURIComponent(name)}`;
  const one = useQuery({ queryKey: ['list', 'invoice', name], queryFn: ({ signal }) => get<Invoice>(path, signal) });
  const invoice = one.data;
  if (nothingToShow(one)) return <Failed problem={one.error} retry={() => void one.refetch()} />;
  if (!invoice) return <Loading />;
  const undoes = may(session, 'invoices_void') && invoice.state === 'issued';
  return (
    <>
      <OnPaper path={path} form={invoice.form !== ''} />
      <Lines lines={invoice.lines} />
      {(invoice.original || invoice.credit_notes.length > 0) && (
        <p className="note">{invoice.original ? t('invoice.credits') : t('invoice.credited_by')}: {[invoice.original, ...invoice.credit_notes].filter(Boolean).map((other) => <Link key={other} to={`/office/invoices?open=${encodeURIComponent(other)}`}>{other} </Link>)}</p>
      )}
      {undoes && invoice.kind === 'invoice' && <Undo path={`${path}/credit`} word="invoice.credit" how="invoice.credit_how" testid="invoice-credit" done={refresh} />}
      {undoes && invoice.credit_notes.length === 0 && <Undo path={`${path}/void`} word="invoice.void" how="invoice.void_how" testid="invoice-void" done={refresh} />}
    </>
  );
}

/** The A4 sheet by browser or file, the pre-printed form by the till's printer of forms; the server counts which print it is. */
function OnPaper({ path, form }: { path: string; form: boolean }) {
  const { t, language } = useWords();
  const { print, problem, make } = usePaperPrint(path);
  const sheet = async (): Promise<void> => {
    const made = await make('file', language);
    if (made) window.open(address(path, { format: 'pdf', lang: language, print: String(made.print) }), '_blank', 'noreferrer');
  };
  return (
    <section className="drawer-section">
      <ProblemNote problem={problem} />
      <div className="drawer-tools">
        <button type="button" className="primary-button" data-testid="invoice-pdf" onClick={() => void sheet()}>{t('invoice.print_sheet')}</button>
        {form && <button type="button" className="plain-button" data-testid="invoice-form" onClick={() => void make('printer', language)}>{t('invoice.print_form')}</button>}
        <a className="plain-button" href={address(path, { format: 'pdf', lang: language })} target="_blank" rel="noreferrer" data-testid="invoice-read">{t('invoice.read')}</a>
      </div>
      {print && <PrintNote print={print} of="paper" />}
    </section>
  );
}

function Lines({ lines }: { lines: InvoiceLine[] }) {
  const { t, has, decimal, currency, unit } = useWords();
  const word = (line: InvoiceLine): string => {
    const key = nameOf(line);
    return key !== '' && has(key) ? t(key, { step: line.step }) : line.item;
  };
  const inside = (line: InvoiceLine): string => (line.kind === 'tax_inside' ? ` – ${t('invoice.inside')}` : '');
  return (
    <section className="drawer-section">
      <table className="simple-table" data-testid="invoice-lines">
        <caption>{t('invoice.lines')}</caption>
        <thead><tr><th scope="col">{t('invoice.receipt')}</th><th scope="col">{t('slip.item')}</th><th scope="col" className="number">{t('invoice.units')}</th><th scope="col" className="number">{t('column.rate')}</th><th scope="col" className="number">{t('column.amount')}, {currency}</th></tr></thead>
        <tbody>
          {lines.map((line, at) => (
            <tr key={at}>
              <td>{line.receipt === lines[at - 1]?.receipt ? '' : <Link to={`/office/sales?open=${encodeURIComponent(line.receipt)}`}>{line.receipt}</Link>}</td>
              <th scope="row">{word(line)}{inside(line)}</th>
              <td className="number">{line.units && `${decimal(line.units)} ${unit(line.unit)}`}</td>
              <td className="number">{line.rate && `${line.rate} %`}</td>
              <td className="number">{decimal(line.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** With a reason, by two. */
function Undo({ path, word, how, testid, done }: { path: string; word: string; how: string; testid: string; done: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const eyes = useFourEyes((approval) => post<Invoice>(path, { reason: reason.trim(), ...(approval ? { approval } : {}) }), () => { setReason(''); done(); });
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  return (
    <Form className="drawer-section" send={eyes.go} busy={eyes.running} problem={eyes.problem} testid={testid}>
      <h3>{t(word)}</h3>
      <p className="quiet">{t(how)}</p>
      <TextField id={`${testid}-reason`} label={t('word.reason')} value={reason} change={setReason} testid={`${testid}-reason`} must />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid={`${testid}-do`} disabled={eyes.running}>{t(word)}</button></div>
    </Form>
  );
}
