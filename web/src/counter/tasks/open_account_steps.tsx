import type { HeadDoc } from '../../office/plan/document';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Listed } from '../../api/described';
import { get, post } from '../../api/client';
import type { QuoteView, SchemeView } from '../../api/types';
import { listed } from '../../api/lists';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { SelectField, TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { finder } from '../../form/finder';
import { Lookup } from '../../form/lookup';
import { LookupField } from '../../form/lookup_field';
import { asked, REGISTERS } from '../../form/registers';
import { uses } from '../../shell/permissions';
import { codeName } from '../../words/code_name';
import { quantityOf, readable, useWords } from '../../words/words';
import { PaidOtherwise } from '../tender_fields';
import type { Counter } from '../use_counter';
import { openingBody, type Opening } from './opening';

interface StepProps {
  opening: Opening;
  change: (part: Partial<Opening>) => void;
  gaps: (keyof Opening)[];
  counter: Counter;
}

/** Existing people first: the search is the check for duplicates. */
export function CustomerStep({ opening, change, gaps, drafts = true }: StepProps & { drafts?: boolean }) {
  const { t } = useWords();
  const fresh = opening.customerNumber === '';
  const must = (name: keyof Opening): string | undefined => (gaps.includes(name) ? t('form.must_fill') : undefined);
  return (
    <>
      <Lookup<Listed['customers']> name="customers" label={t('open.find_customer')} testid="open-customer-search" autoFocus find={finder('customers')} nothing={t('open.new_then')}
        rowKey={(row) => String(row.number)} show={(row) => <><strong>{row.name}</strong> {row.number} · {row.phone} · {row.address}</>}
        choose={(row) => change({ customerNumber: String(row.number), customerName: row.name, phone: row.phone, customerAddress: row.address })} />
      {drafts && <Lookup<Listed['accounts']> name="drafts" label={t('open.find_draft')} testid="open-draft-search" find={finder('accounts', '&filter.state=draft')} nothing={t('search.nothing')}
        rowKey={(row) => String(row.number)} show={(row) => <><strong>{row.customer_name}</strong> {row.number} · {row.meter} · {row.address}</>}
        choose={(row) => { change(fromDraft(row)); void whoseDraft(row).then(change, () => undefined); }} />}
      <TextField id="open-name" label={t('customer.name')} value={opening.customerName} change={(customerName) => change({ customerName })} testid="open-name" readOnly={!fresh} error={must('customerName')} />
      <div className="two-columns">
        <TextField id="open-phone" label={t('customer.phone')} type="tel" value={opening.phone} change={(phone) => change({ phone })} testid="open-phone" readOnly={!fresh} note={t('form.optional')} />
        <TextField id="open-identity" label={t('customer.identity_number')} value={opening.identity} change={(identity) => change({ identity })} testid="open-identity" readOnly={!fresh} note={t('form.optional')} />
      </div>
      <TextField id="open-address" label={t('customer.address')} value={opening.customerAddress} change={(customerAddress) => change({ customerAddress })} testid="open-address" readOnly={!fresh} note={t('form.optional')} />
      {!fresh && <button type="button" className="quiet-button" data-testid="open-new-customer" onClick={() => change({ customerNumber: '', customerName: '', phone: '', customerAddress: '' })}>{t('open.new_customer')}</button>}
    </>
  );
}

function fromDraft(row: Listed['accounts']): Partial<Opening> {
  return {
    account: String(row.number), customerNumber: String(row.customer), customerName: row.customer_name ?? '', pointCode: row.service_point, pointAddress: row.address ?? '',
    meter: row.meter, plan: row.plan, usageClass: row.usage_class,
  };
}

/** What the draft itself does not say: the customer's telephone and address, the village and area of the place. */
async function whoseDraft(row: Listed['accounts']): Promise<Partial<Opening>> {
  const [customer, point] = await Promise.all([
    get<{ phone?: string; address?: string }>(`/customers/${encodeURIComponent(String(row.customer))}`),
    listed('service-points', `page_size=1&filter.code=${encodeURIComponent(row.service_point)}`),
  ]);
  return { phone: customer.phone ?? '', customerAddress: customer.address ?? '', place: point.rows[0]?.place ?? '', area: point.rows[0]?.area ?? '' };
}

export function SupplyStep({ opening, change, gaps }: StepProps) {
  const { t } = useWords();
  const must = (name: keyof Opening): string | undefined => (gaps.includes(name) ? t('form.must_fill') : undefined);
  return (
    <>
      <Lookup<Listed['service-points']> name="service-points" label={t('open.find_point')} testid="open-point-search" autoFocus find={finder('service-points', asked(REGISTERS.service_point))} nothing={t('open.new_then')}
        rowKey={(row) => row.code} show={(row) => <><strong>{row.code}</strong> {row.address}</>}
        choose={(row) => change({ pointCode: row.code, pointAddress: row.address, place: row.place, area: row.area })} />
      <div className="two-columns">
        <TextField id="open-point" label={t('service_point.code')} value={opening.pointCode} change={(pointCode) => change({ pointCode })} testid="open-point" error={must('pointCode')} />
        <TextField id="open-point-address" label={t('service_point.address')} value={opening.pointAddress} change={(pointAddress) => change({ pointAddress })} testid="open-point-address" error={must('pointAddress')} />
        <LookupField id="open-place" label={t('service_point.place')} value={opening.place} change={(place) => change({ place })} testid="open-place" register="village" />
        <LookupField id="open-area" label={t('service_point.area')} value={opening.area} change={(area) => change({ area })} testid="open-area" register="area" />
      </div>
      <Lookup<Listed['meters']> name="free-meters" label={t('open.find_meter')} testid="open-meter-search" evenEmpty find={finder('meters', '&filter.state=stock')} nothing={t('open.no_free_meter')}
        rowKey={(row) => row.number} show={(row) => <><strong>{row.number}</strong> {row.model}</>} choose={(row) => change({ meter: row.number, meterModel: row.model })} />
      <TextField id="open-meter" label={t('word.meter')} value={opening.meter} change={(meter) => change({ meter })} testid="open-meter" error={must('meter')} />
    </>
  );
}

export function FirstSaleStep({ opening, change, gaps, counter }: StepProps) {
  const { t, currency, language } = useWords();
  const pay = parseAmount(opening.pay, counter.digits);
  const plans = usePlans();
  const classes = useQuery({ queryKey: ['codes', 'usage_class'], queryFn: ({ signal }) => listed('codes', 'filter.kind=usage_class&filter.active=true&page_size=100', signal) });
  return (
    <>
      <SelectField id="open-plan" label={t('word.plan')} value={opening.plan} change={(plan) => change({ plan })} testid="open-plan" empty={t('form.choose')}
        choices={(plans.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name }))} error={gaps.includes('plan') ? t('form.must_choose') : undefined} />
      <div className="two-columns">
        <SelectField id="open-class" label={t('word.usage_class')} value={opening.usageClass} change={(usageClass) => change({ usageClass })} testid="open-class" empty="—"
          choices={(classes.data?.rows ?? []).map((row) => ({ value: row.code, label: codeName(row, language) }))} />
        <TextField id="open-heads" label={t('open.heads')} value={opening.heads} change={(heads) => change({ heads: heads.replace(/\D/g, '') })} testid="open-heads" note={t('form.optional')} />
      </div>
      <div className="two-columns">
        <AmountInput id="open-pay" label={t('counter.amount', { currency })} value={opening.pay} change={(pay) => change({ pay })} testid="open-pay"
          error={gaps.includes('pay') ? t(parseAmount(opening.pay, counter.digits).ok ? 'form.must_fill' : 'amount.empty') : undefined} />
        {opening.tenders.length === 0 && <AmountInput id="open-received" label={t('counter.received')} value={opening.received} change={(received) => change({ received })} testid="open-received" />}
      </div>
      {pay.ok && <PaidOtherwise lines={opening.tenders} change={(tenders) => change({ tenders })} due={pay.value} digits={counter.digits} />}
    </>
  );
}

/** Of the same answer wherever a plan is named. */
function usePlans() {
  return useQuery({ queryKey: ['plans'], queryFn: ({ signal }) => listed('plans', `page_size=100${asked(REGISTERS.plan)}`, signal) });
}

/** A price plan of cubic metres, by its head. */
function countsVolume(head: string | undefined): boolean {
  try {
    return (JSON.parse(head ?? '{}') as { unit?: HeadDoc['unit'] }).unit === 'm3';
  } catch {
    return false;
  }
}

export function CheckStep({ opening, change, counter }: StepProps) {
  const words = useWords();
  const { t, money, credit, quantity } = words;
  const pay = parseAmount(opening.pay, counter.digits);
  const planRow = usePlans().data?.rows.find((row) => row.id === opening.plan);
  const plan = planRow?.name ?? opening.plan;
  const rows: [string, string][] = [
    [t('word.customer'), `${opening.customerName} ${opening.customerNumber}`],
    [t('word.service_point'), `${opening.pointCode} · ${opening.pointAddress}`],
    [t('word.meter'), `${opening.meter} ${opening.meterModel}`],
    [t('word.plan'), plan],
    [t('open.step.first_sale'), pay.ok ? money(pay.value) : ''],
    [t('word.card'), opening.byLink ? t('open.no_card') : counter.card?.serial ?? t('counter.put_blank')],
  ];
  const links = useQuery({
    queryKey: ['links', opening.meter], retry: false,
    queryFn: ({ signal }) => listed('links', `filter.meter=${encodeURIComponent(opening.meter)}`, signal),
  });
  const onLine = links.data?.rows.some((link) => link.state === 'active' && link.trouble === '') ?? false;
  const schemes = useQuery({ queryKey: ['schemes'], queryFn: ({ signal }) => get<{ rows: SchemeView[] }>('/schemes', signal) });
  // What is opened over a line can be offered only where the meter is on one; a balance at the server begins without a first sale.
  const offered = (schemes.data?.rows ?? []).filter((each) => each.holder === 'meter' && uses(counter.session, [each.carriers[0] === 'card' ? 'card' : 'line'])).filter((each) => each.carriers[0] === 'card' || (onLine && each.carriers[0] === 'link')).filter((each) => (each.unit === 'volume') === countsVolume(planRow?.head));
  // Without being asked a new account gets a scheme by card: where cubic metres are sold, or nothing by card, it is another one.
  const usual = opening.scheme === '' && offered[0]?.carriers[0] === 'card' && !countsVolume(planRow?.head);
  const needed = schemes.data && !usual && !offered.some((each) => each.name === opening.scheme) ? offered[0] : undefined;
  useEffect(() => { if (needed) change({ scheme: needed.name, byLink: needed.carriers[0] === 'link' }); }, [needed, change]);
  const body = openingBody({ ...opening, confirmed: '' }, counter.digits);
  const confirmed = opening.confirmed.split(',').filter(Boolean);
  const say = (code: string, yes: boolean): void => change({ confirmed: [...confirmed.filter((each) => each !== code), ...(yes ? [code] : [])].join() });
  const quote = useQuery({ queryKey: ['opening', JSON.stringify(body)], queryFn: ({ signal }) => post<QuoteView>('/quotes/opening', body, { signal }), retry: false });
  if (quote.data) rows.push([t('counter.onto_meter'), credit(quote.data.credit, quote.data.unit)], [t('counter.gets_about'), quantity(quote.data.units, quantityOf(quote.data.unit))]);
  return (
    <>
      <ProblemNote problem={quote.error} />
      <dl className="facts check-list" data-testid="open-check">
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {(quote.data?.confirm ?? []).map((each) => (
        <label key={each.code} className="radio-row">
          <input type="checkbox" data-testid={`open-confirm-${each.code}`} checked={confirmed.includes(each.code)} onChange={(event) => say(each.code, event.target.checked)} />
          {words.first([`confirm.${each.code}`], each.code, readable(each.details ?? {}, words.language, words.zone))}
        </label>
      ))}
      {offered.length > 1 && (
        <SelectField id="open-scheme" label={t('word.scheme')} testid="open-scheme" value={opening.scheme || offered[0]!.name} note={opening.byLink ? t('open.by_link') : undefined}
          choices={offered.map((each) => ({ value: each.name, label: t(`scheme.${each.name}`) }))}
          change={(name) => change({ scheme: name, byLink: offered.find((each) => each.name === name)?.carriers[0] === 'link' })} />
      )}
    </>
  );
}
