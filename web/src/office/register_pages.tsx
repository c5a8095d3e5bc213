import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { post } from '../api/client';
import { every } from '../api/every';
import { useSession } from '../api/hooks';
import type { Choice } from '../form/fields';
import { ReasonField } from '../form/reason_field';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { may } from '../shell/permissions';
import type { Column } from '../table/columns';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { AccountChanges } from './account_changes';
import { MeterSections } from './meter/meter_sections';
import { Circuits } from './circuits';
import { MergeCustomers } from './merge_customers';
import { FormerMeters } from './meter_swaps';
import { RoomOccupants } from './occupant_pages';
import { CustomerInvoices } from './invoices/customer_invoices';
import { RegisterPage, type RegisterDef } from './register_page';
import { StockEvents } from './stock_pages';
import { FormPrinter, TillPrinter } from './till_printer';
import './codes.css';
import { CodeUses } from './code_uses';
import { COMMODITIES, useCodes, useValues } from './use_codes';
import { RelatedSales, RelatedStatements, SuppliesOf } from './related';
import { VisitsOfAccount } from './visit_order';
import { PursesOfAccount } from './well_told';

/** What a meter may measure. */

// The registers: each is a list of columns, the fields of its form, and what its drawer shows besides.

const account = (row: Row): string | null => (row['account'] ? `/office/accounts?open=${String(row['account'])}` : null);
const customer = (row: Row): string | null => (row['customer'] ? `/office/customers?open=${String(row['customer'])}` : null);
const meter = (row: Row): string | null => (row['meter'] ? `/office/meters?open=${String(row['meter'])}` : null);
const point = (row: Row): string | null => (row['service_point'] ? `/office/service-points?open=${String(row['service_point'])}` : null);
const place = (column: string) => (row: Row): string | null => (row[column] ? `/office/places?open=${encodeURIComponent(String(row[column]))}` : null);
const plan = (row: Row): string | null => (row['plan'] ? `/office/tariffs?open=${String(row['plan'])}` : null);

const survivor = (row: Row): string | null => (row['merged_into'] ? `/office/customers?open=${String(row['merged_into'])}` : null);

const CUSTOMER_COLUMNS: Column[] = [
  { id: 'number' }, { id: 'name' }, { id: 'kind', prefix: 'customer_kind', choices: ['person', 'company'] }, { id: 'phone' }, { id: 'address' }, { id: 'place', hidden: true }, { id: 'identity_number', hidden: true }, { id: 'mail', hidden: true }, { id: 'hears_by', prefix: 'hears_by', choices: ['none', 'mail', 'message'], hidden: true },
  { id: 'state', kind: 'state', of: 'customer', choices: ['active', 'blocked', 'merged'] }, { id: 'merged_into', kind: 'number4', link: survivor, hidden: true }, { id: 'state_reason', hidden: true }, { id: 'created', kind: 'time', hidden: true },
];

export function CustomersPage() {
  const { t } = useWords();
  const def: RegisterDef = {
    id: 'customers', path: '/customers', key: ['number'], columns: CUSTOMER_COLUMNS, defaultSort: 'number', write: 'customers_write',
    fields: [
      { name: 'name', required: true },
      { name: 'kind', kind: 'select', required: true, start: 'person', choices: ['person', 'company'].map((value) => ({ value, label: t(`customer_kind.${value}`) })) },
      { name: 'phone' }, { name: 'identity_number' }, { name: 'address' }, { name: 'place', kind: 'lookup' },
      { name: 'mail' }, { name: 'hears_by', kind: 'select', required: true, start: 'none', choices: ['none', 'mail', 'message'].map((value) => ({ value, label: t(`hears_by.${value}`) })) },
      { name: 'state', kind: 'select', required: true, start: 'active', choices: ['active', 'blocked'].map((value) => ({ value, label: t(`state.customer.${value}`) })) }, { name: 'state_reason' },
    ],
    more: (row, refresh) => (
      <>
        <SuppliesOf customer={String(row['number'])} />
        <RelatedSales title={t('page.sales')} filter={`filter.customer=${String(row['number'])}`} />
        <CustomerInvoices customer={String(row['number'])} />
        <MergeCustomers row={row} refresh={refresh} />
        {row['state'] !== 'merged' && <RemoveRow path={`/customers/${String(row['number'])}/remove`} what="customer" refresh={refresh} />}
      </>
    ),
  };
  return <RegisterPage def={def} />;
}

const ACCOUNT_COLUMNS: Column[] = [
  { id: 'number' }, { id: 'commodity', kind: 'commodity', sort: false }, { id: 'customer_name', link: customer }, { id: 'customer', hidden: true }, { id: 'service_point', link: point }, { id: 'address' }, { id: 'meter', kind: 'number4', link: meter }, { id: 'plan', named: 'plan', link: plan },
  { id: 'scheme', prefix: 'scheme' }, { id: 'usage_class', named: 'usage_class' }, { id: 'heads', kind: 'count', hidden: true }, { id: 'state', kind: 'state', of: 'account', choices: ['draft', 'open', 'closing', 'closed'] }, { id: 'opened', kind: 'date' }, { id: 'closed', kind: 'date', hidden: true }, { id: 'station', hidden: true },
];

export function AccountsPage() {
  const { t } = useWords();
  const session = useSession().data;
  const def: RegisterDef = {
    id: 'accounts', path: '/accounts', key: ['number'], columns: ACCOUNT_COLUMNS, defaultSort: 'number',
    more: (row, refresh) => (
      <>
        {row['state'] === 'draft' ? <RemoveRow path={`/accounts/${String(row['number'])}/remove`} what="account" refresh={refresh} /> : <AccountChanges row={row} refresh={refresh} />}
        <FormerMeters row={row} />
        {row['meter'] && may(session, 'meters_read') ? <Circuits meter={String(row['meter'])} point={String(row['service_point'] ?? '')} /> : null}
        <PursesOfAccount number={String(row['number'])} />
        <VisitsOfAccount account={String(row['number'])} />
        <RelatedSales title={t('page.sales')} filter={`filter.account=${String(row['number'])}`} />
        {row['meter'] ? <RelatedStatements title={t('page.statements')} meter={String(row['meter'])} commodity={row['commodity']} /> : null}
      </>
    ),
  };
  return <RegisterPage def={def} />;
}

/** A prepared account that nobody needs, a customer with whom nothing ever happened. */
function RemoveRow({ path, what, refresh }: { path: string; what: 'account' | 'customer'; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const [reason, setReason] = useState('');
  const eyes = useFourEyes(() => post<unknown>(path, { reason: reason.trim() }), refresh);
  if (!may(session, 'customers_write')) return null;
  return (
    <section className="drawer-section">
      <h3>{t(`${what}.remove`)}</h3>
      <p className="quiet">{t(`${what}.remove_how`)}</p>
      <ProblemNote problem={eyes.problem} />
      <ReasonField id="remove-reason" label={t('word.reason')} value={reason} change={setReason} testid="remove-reason" />
      <div className="drawer-tools"><button type="button" className="plain-button" data-testid={what === 'account' ? 'remove-draft' : 'remove-customer'} onClick={eyes.go}>{t(`${what}.remove`)}</button></div>
    </section>
  );
}

export function ServicePointsPage() {
  return <RegisterPage def={{
    id: 'service-points', path: '/service-points', key: ['code'], defaultSort: 'code', write: 'customers_write',
    columns: [{ id: 'code' }, { id: 'address' }, { id: 'place', link: place('place') }, { id: 'area', link: place('area') }, { id: 'building', link: place('building') }, { id: 'room' }, { id: 'state', kind: 'state', of: 'service_point' }],
    fields: [
      { name: 'code', required: true, fixed: true }, { name: 'address', required: true }, { name: 'place', kind: 'lookup', register: 'village' }, { name: 'area', kind: 'lookup' },
      { name: 'building', kind: 'lookup' }, { name: 'room', note: 'field_note.room' },
    ],
    more: (row) => <RoomOccupants servicePoint={String(row['code'])} />,
  }} />;
}

export function MetersPage() {
  const { t } = useWords();
  const models = useCodes('model');
  const makers = useCodes('maker');
  const capacities = useCodes('capacity');
  const ratios = useValues('multiplier');
  return <RegisterPage def={{
    id: 'meters', path: '/meters', key: ['number'], defaultSort: 'number', write: 'meters_write',
    columns: [
      { id: 'number', kind: 'number4' }, { id: 'commodity', kind: 'commodity', sort: false }, { id: 'model' }, { id: 'maker', named: 'maker' }, { id: 'capacity', named: 'capacity', hidden: true }, { id: 'ct', kind: 'count', hidden: true }, { id: 'pt', kind: 'count', hidden: true }, { id: 'service_point', link: point }, { id: 'account', link: account },
      { id: 'state', kind: 'state', of: 'meter', choices: ['stock', 'installed', 'removed'] }, { id: 'sold', kind: 'count' }, { id: 'applied', kind: 'count' }, { id: 'statements', kind: 'count' }, { id: 'key_version', kind: 'count', hidden: true },
    ],
    fields: [{ name: 'number', required: true, fixed: true, note: 'field_note.meter_number' }, { name: 'model', kind: 'select', required: true, choices: models }, { name: 'commodity', kind: 'select', required: true, start: 'electricity', choices: COMMODITIES.map((value) => ({ value, label: t(`commodity.${value}`) })) }, { name: 'maker', suggest: makers }, { name: 'capacity', kind: 'select', choices: capacities }, { name: 'ct', start: '1', suggest: ratios }, { name: 'pt', start: '1' }],
    more: (row) => (
      <>
        <div className="drawer-tools"><Link to={`/office/control?meter=${String(row['number'])}`} data-testid="to-control">{t('control.open')}</Link></div>
        <Circuits meter={String(row['number'])} point={String(row['service_point'] ?? '')} />
        <MeterSections key={String(row['number'])} meter={String(row['number'])} commodity={row['commodity']} />
        <StockEvents meter={String(row['number'])} />
      </>
    ),
  }} />;
}

export function CardsPage() {
  return <RegisterPage def={{
    id: 'cards', path: '/cards', key: ['serial'], defaultSort: '-issued',
    columns: [
      { id: 'serial', kind: 'number4' }, { id: 'product', prefix: 'product' }, { id: 'kind', prefix: 'card_kind', choices: ['user', 'preset', 'clear'] }, { id: 'customer_name' }, { id: 'account', link: account },
      { id: 'issue_number', kind: 'count' }, { id: 'state', kind: 'state', of: 'card', choices: ['new', 'active', 'blocked', 'replaced', 'closed', 'spoiled'] }, { id: 'state_reason' }, { id: 'issued', kind: 'time' }, { id: 'valid_to', kind: 'date', hidden: true }, { id: 'key_version', kind: 'count', hidden: true },
    ],
    more: (row, refresh) => <CardBlocking row={row} refresh={refresh} />,
  }} />;
}

/** Puts a card on the blacklist or takes it off. */
function CardBlocking({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const [reason, setReason] = useState('');
  const blocked = row['state'] === 'blocked';
  const eyes = useFourEyes((approval) => post<unknown>(`/cards/${String(row['serial'])}/${blocked ? 'unblock' : 'block'}`, { reason: reason.trim(), ...(approval ? { approval } : {}) }), refresh);
  if (!may(session, blocked ? 'unblock' : 'block') || !['active', 'blocked'].includes(String(row['state']))) return null;
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  return (
    <section className="drawer-section">
      <h3>{t(blocked ? 'card.unblock' : 'card.block')}</h3>
      <ProblemNote problem={eyes.problem} />
      {!blocked && <ReasonField id="block-reason" label={t('word.reason')} value={reason} change={setReason} testid="block-reason" />}
      <div className="drawer-tools"><button type="button" className="plain-button" data-testid={blocked ? 'card-unblock' : 'card-block'} onClick={() => { if (blocked || reason.trim()) eyes.go(); }}>{t(blocked ? 'card.unblock' : 'card.block')}</button></div>
    </section>
  );
}

export function PlacesPage() {
  const { t } = useWords();
  const stations = useChoices('/stations', 'code');
  return <RegisterPage def={{
    id: 'places', path: '/places', key: ['code'], defaultSort: 'code', write: 'customers_write',
    columns: [{ id: 'code' }, { id: 'name' }, { id: 'kind', prefix: 'place_kind', choices: ['village', 'area', 'building'] }, { id: 'parent', link: place('parent') }, { id: 'station' }],
    fields: [
      { name: 'code', required: true, fixed: true }, { name: 'name', required: true },
      { name: 'kind', kind: 'select', required: true, start: 'village', choices: ['village', 'area', 'building'].map((value) => ({ value, label: t(`place_kind.${value}`) })) },
      { name: 'station', kind: 'select', required: true, choices: stations }, { name: 'parent', kind: 'lookup', register: 'place' },
    ],
  }} />;
}

/** Under the names of the field. What each is used by, docs/code-tables.md says. */
const CODE_KINDS = ['usage_class', 'multiplier', 'capacity', 'maker', 'model', 'test_interval', 'constant', 'handheld_maker', 'reason', 'debt_kind', 'slip_text'];

export function CodesPage() {
  const { t } = useWords();
  const [address] = useSearchParams();
  const kind = address.get('f.kind') ?? '';
  const table = (value: string, name: string) => <Link key={value} className={value === kind ? 'plain-button chosen' : 'plain-button'} aria-current={value === kind ? 'page' : undefined} to={value ? `/office/codes?f.kind=${value}` : '/office/codes'} data-testid={`code-table-${value || 'all'}`}>{name}</Link>;
  return <RegisterPage def={{
    id: 'codes', path: '/codes', key: ['kind', 'code'], defaultSort: 'kind', write: 'codes_write',
    above: <nav className="code-tables" aria-label={t('page.codes')}>{table('', t('codes.all'))}{CODE_KINDS.map((value) => table(value, t(`code_kind.${value}`)))}</nav>,
    columns: [{ id: 'kind', prefix: 'code_kind', choices: CODE_KINDS }, { id: 'code' }, { id: 'name_en' }, { id: 'name_zh' }, { id: 'name_ru' }, { id: 'value' }, { id: 'active', kind: 'yes' }],
    fields: [
      { name: 'kind', kind: 'select', required: true, fixed: true, start: kind, choices: CODE_KINDS.map((value) => ({ value, label: t(`code_kind.${value}`) })) }, { name: 'code', required: true, fixed: true },
      { name: 'name_en', required: true }, { name: 'name_zh', required: true }, { name: 'name_ru', required: true }, { name: 'value', note: `field_note.code_${kind || 'value'}` }, { name: 'active', kind: 'yes', note: 'field_note.out_of_use' },
    ],
    more: (row) => <CodeUses table={String(row['kind'])} code={String(row['code'])} />,
  }} />;
}

export function TillsPage() {
  const stations = useChoices('/stations', 'code');
  return <RegisterPage def={{
    id: 'tills', path: '/tills', key: ['station', 'code'], defaultSort: 'station', write: 'stations_write',
    columns: [{ id: 'station' }, { id: 'code' }, { id: 'name' }, { id: 'next_receipt', kind: 'count' }, { id: 'next_shift', kind: 'count' }],
    fields: [{ name: 'station', kind: 'select', required: true, fixed: true, choices: stations }, { name: 'code', required: true, fixed: true }, { name: 'name' }],
    more: (row) => <><TillPrinter station={String(row['station'])} till={String(row['code'])} /><FormPrinter station={String(row['station'])} till={String(row['code'])} /></>,
  }} />;
}

/** The rows of a small register as choices of a form. */
export function useChoices(path: string, key: string): Choice[] {
  const list = useQuery({ queryKey: ['choices', path], queryFn: ({ signal }) => every<Row>(path, signal), staleTime: 30_000 });
  return (list.data?.rows ?? []).map((row) => ({ value: String(row[key]), label: [row[key], row['name']].filter(Boolean).join(' ') }));
}
