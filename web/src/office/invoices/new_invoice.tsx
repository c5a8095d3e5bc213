import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { get, post } from '../../api/client';
import type { Listed } from '../../api/described';
import { newKey } from '../../api/key';
import { every } from '../../api/lists';
import { SelectField, TextField } from '../../form/fields';
import { focusFirst } from '../../form/focus_first';
import { Form, Must } from '../../form/form';
import { Dialog } from '../../shell/dialog';
import { Failed, Loading } from '../../shell/states';
import { useWords } from '../../words/words';
import type { Invoice, OpenReceipts } from './invoice';

interface Props {
  customer: string;
  /** That shall stand on it; without one whoever asks chooses. */
  receipt?: string;
  close: () => void;
}

/** An invoice of what a customer paid and no invoice has yet. */
export function NewInvoice({ customer, receipt, close }: Props) {
  const { t } = useWords();
  const open = useQuery({ queryKey: ['list', 'open-receipts', customer], queryFn: ({ signal }) => get<OpenReceipts>(`/customers/${customer}/open-receipts`, signal) });
  const series = useQuery({ queryKey: ['list', 'invoice-series', 'active'], queryFn: ({ signal }) => every('invoice-series', 'filter.active=true', signal) });
  const [made, setMade] = useState<Invoice | null>(null);
  const failed = open.error ?? series.error;
  return (
    <Dialog title={t('invoice.new')} testid="new-invoice" wide close={close}>
      {failed && <Failed problem={failed} retry={() => { void open.refetch(); void series.refetch(); }} />}
      {!failed && (!open.data || !series.data) && <Loading />}
      {made && <p role="status" className="good-note" data-testid="invoice-made">{t('invoice.made')} <Link to={`/office/invoices?open=${encodeURIComponent(made.name)}`} onClick={close}>{made.name}</Link></p>}
      {!made && open.data && series.data && (series.data.rows.length === 0
        ? <p className="note" data-testid="no-series">{t('invoice.no_series')}</p>
        : <Making open={open.data} series={series.data.rows} receipt={receipt} done={setMade} />)}
    </Dialog>
  );
}

function Making({ open, series, receipt, done }: { open: OpenReceipts; series: Listed['invoice-series'][]; receipt?: string; done: (made: Invoice) => void }) {
  const words = useWords();
  const { t } = words;
  const cache = useQueryClient();
  const key = useRef(newKey());
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => focusFirst(place.current), []); // the dialog was open before its receipts had come
  const offered = receipt ? open.receipts.filter((one) => one.number === receipt) : open.receipts;
  const [chosen, setChosen] = useState<string[]>(offered.length === 1 ? [offered[0]!.number] : []);
  const [typed, setTyped] = useState({ series: series[0]!.code, buyer_name: open.name, buyer_address: open.address, buyer_tax_number: open.tax_number });
  const [problem, setProblem] = useState<unknown>(null);
  const field = (name: keyof typeof typed) => ({ id: `invoice-${name}`, testid: `invoice-${name}`, label: t(`column.${name}`), value: typed[name], change: (text: string) => setTyped({ ...typed, [name]: text }) });
  const submit = async (): Promise<void> => {
    const buyer = { buyer_name: typed.buyer_name.trim(), buyer_address: typed.buyer_address.trim(), buyer_tax_number: typed.buyer_tax_number.trim() };
    try {
      const made = await post<Invoice>('/invoices', { series: typed.series, receipts: chosen, ...buyer }, { key: key.current });
      void cache.invalidateQueries({ queryKey: ['list'] });
      done(made);
    } catch (why) {
      key.current = newKey();
      setProblem(why);
    }
  };
  if (offered.length === 0) return <p className="note" data-testid="nothing-to-invoice">{t('invoice.nothing_open')}</p>;
  const toggle = (number: string): void => setChosen(chosen.includes(number) ? chosen.filter((one) => one !== number) : [...chosen, number]);
  return (
    <div ref={place}><Form send={() => void submit()} problem={problem}>
      <fieldset data-testid="invoice-receipts">
        <legend>{t('invoice.receipts')}</legend>
        {offered.map((one) => (
          <div key={one.number}><label className="radio-row"><input type="checkbox" checked={chosen.includes(one.number)} data-testid={`invoice-receipt-${one.number}`} onChange={() => toggle(one.number)} />
            {one.number} · {words.time(one.time, 'minute')} · {t(`sale_kind.${one.kind}`)} · {words.money(one.amount)}</label></div>
        ))}
        <Must id="invoice-no-receipt" lacking={chosen.length === 0} says={t('invoice.choose_receipt')} />
      </fieldset>
      <SelectField {...field('series')} choices={series.map((one) => ({ value: String(one['code']), label: `${String(one['code'])}  ${String(one['prefix'])}…` }))} />
      <TextField {...field('buyer_name')} />
      <TextField {...field('buyer_address')} />
      <TextField {...field('buyer_tax_number')} />
      <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="invoice-issue">{t('invoice.issue')}</button></div>
    </Form></div>
  );
}
