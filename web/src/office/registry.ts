import { lazy } from 'react';
import type { SurfacePage } from '../shell/surface_page';
import { declaredPage } from './declared_pages';

const registers = () => import('./register_pages');
const work = () => import('./work_pages');
const system = () => import('./system_pages');
const remote = () => import('./remote_pages');
const balances = () => import('./balance_pages');
const wells = () => import('./well_pages');
const purses = () => import('./purse_pages');
const stock = () => import('./stock_pages');
const collected = () => import('./collection_registers');

/** Whoever may look at some list may keep a view of it. */
const REPORTS = ['sales_read', 'reports_read', 'meters_read', 'customers_read', 'shifts_read'];
const READS = ['customers_read', 'meters_read', 'sales_read', 'statements_read', 'ledger_read', 'stations_read', 'codes_read'];

/** The pages of the back office. */
export const PAGES: SurfacePage[] = [
  { id: 'customers', group: 'customers', needs: ['customers_read'], page: lazy(async () => ({ default: (await registers()).CustomersPage })) },
  { id: 'accounts', group: 'customers', needs: ['customers_read'], page: lazy(async () => ({ default: (await registers()).AccountsPage })) },
  { id: 'account-applications', group: 'customers', needs: ['customers_read'], page: lazy(async () => ({ default: (await import('./application_pages')).AccountApplicationsPage })) },
  { id: 'account-changes', group: 'customers', needs: ['customers_read'], page: lazy(async () => ({ default: (await import('./account_changes')).AccountChangesPage })) },
  { id: 'scheme-changes', group: 'customers', needs: ['customers_read'], page: lazy(async () => ({ default: (await import('./scheme_changes')).SchemeChangesPage })) },
  { id: 'opening-balances', group: 'customers', needs: ['customers_read'], page: lazy(async () => ({ default: (await import('./scheme_changes')).OpeningBalancesPage })) },
  { id: 'remote-accounts', group: 'customers', needs: ['customers_read'], ways: ['server'], page: lazy(async () => ({ default: (await balances()).RemoteAccountsPage })) },
  { id: 'service-points', group: 'customers', needs: ['customers_read'], page: lazy(async () => ({ default: (await registers()).ServicePointsPage })) },
  { id: 'meters', group: 'meters', needs: ['meters_read'], page: lazy(async () => ({ default: (await registers()).MetersPage })) },
  { id: 'meter-stock', group: 'meters', needs: ['meters_read'], page: lazy(async () => ({ default: (await stock()).MeterStockPage })) },
  { id: 'stock-lots', group: 'meters', needs: ['meters_read'], page: lazy(async () => ({ default: (await stock()).StockLotsPage })) },
  { id: 'meter-swaps', group: 'meters', needs: ['customers_read'], page: lazy(async () => ({ default: (await import('./meter_swaps')).MeterSwapsPage })) },
  { id: 'area-numbers', group: 'meters', needs: ['customers_read'], ways: ['purse'], page: declaredPage('area-numbers') },
  { id: 'wells', group: 'meters', needs: ['customers_read'], ways: ['purse'], page: lazy(async () => ({ default: (await wells()).WellsPage })) },
  { id: 'well-meters', group: 'meters', needs: ['meters_read'], ways: ['purse'], page: declaredPage('well-meters') },
  { id: 'cards', group: 'cards', needs: ['customers_read'], ways: ['card', 'purse'], page: lazy(async () => ({ default: (await registers()).CardsPage })) },
  { id: 'card-stock', group: 'cards', needs: ['customers_read'], ways: ['card', 'purse'], page: lazy(async () => ({ default: (await import('./card_stock_page')).CardStockPage })) },
  { id: 'purses', group: 'cards', needs: ['customers_read'], ways: ['purse'], page: lazy(async () => ({ default: (await purses()).PursesPage })) },
  { id: 'place-tree', group: 'customers', needs: ['customers_read'], page: lazy(async () => ({ default: (await import('./place_tree')).PlaceTreePage })) },
  { id: 'purse-applications', group: 'cards', needs: ['customers_read'], ways: ['purse'], page: lazy(async () => ({ default: (await purses()).PurseApplicationsPage })) },
  { id: 'area-changes', group: 'cards', needs: ['customers_read'], ways: ['purse'], page: lazy(async () => ({ default: (await purses()).AreaChangesPage })) },
  { id: 'sales', group: 'business', needs: ['sales_read'], page: lazy(async () => ({ default: (await work()).SalesPage })) },
  { id: 'purse-moves', group: 'cards', needs: ['customers_read'], ways: ['purse'], page: lazy(async () => ({ default: (await purses()).PurseMovesPage })) },
  { id: 'tool-orders', group: 'cards', needs: ['meters_read'], ways: ['purse'], page: lazy(async () => ({ default: (await import('./tool_order_pages')).ToolOrdersPage })) },
  { id: 'debts', group: 'business', needs: ['customers_read'], page: lazy(async () => ({ default: (await import('./debts_page')).DebtsPage })) },
  { id: 'outlets', group: 'business', needs: ['outlets_read'], page: lazy(async () => ({ default: (await import('./outlets/outlets_page')).OutletsPage })) },
  { id: 'invoices', group: 'business', needs: ['invoices_read'], page: lazy(async () => ({ default: (await import('./invoices/invoices_page')).InvoicesPage })) },
  { id: 'in-doubt', group: 'business', needs: ['sales_read'], page: lazy(async () => ({ default: (await work()).InDoubtPage })) },
  { id: 'approvals', group: 'business', needs: ['approvals'], page: lazy(async () => ({ default: (await import('./approvals_page')).ApprovalsPage })) },
  { id: 'shifts', group: 'business', needs: ['shifts_read'], page: lazy(async () => ({ default: (await work()).ShiftsPage })) },
  { id: 'cash-drops', group: 'business', needs: ['shifts_read'], page: lazy(async () => ({ default: (await import('./drawer_pages')).CashDropsPage })) },
  { id: 'deposits', group: 'business', needs: ['shifts_read'], page: lazy(async () => ({ default: (await import('./drawer_pages')).DepositsPage })) },
  { id: 'reports', group: 'reports', needs: [...REPORTS], page: lazy(async () => ({ default: (await import('./reports/page')).ReportsPage })) },
  { id: 'insight', group: 'reports', needs: ['reports_read', 'statements_read', 'meters_read', 'customers_read'], page: lazy(async () => ({ default: (await import('./reports/page')).InsightPage })) },
  { id: 'queries', group: 'reports', needs: [...READS], page: lazy(async () => ({ default: (await import('../queries/queries_page')).QueriesPage })) },
  { id: 'query-builder', group: 'reports', needs: ['queries'], page: lazy(async () => ({ default: (await import('../queries/builder_page')).QueryBuilderPage })) },
  { id: 'closed-days', group: 'reports', needs: ['ledger_read'], page: lazy(async () => ({ default: (await work()).ClosedDaysPage })) },
  { id: 'month-ends', group: 'reports', needs: ['ledger_read'], page: lazy(async () => ({ default: (await import('./month_ends_page')).MonthEndsPage })) },
  { id: 'links', group: 'meters', needs: ['meters_read'], ways: ['line', 'server'], page: lazy(async () => ({ default: (await remote()).LinksPage })) },
  { id: 'commands', group: 'meters', needs: ['meters_read'], ways: ['line', 'server'], page: lazy(async () => ({ default: (await remote()).CommandsPage })) },
  { id: 'control', group: 'meters', needs: ['meters_read'], ways: ['line', 'server'], page: lazy(async () => ({ default: (await import('./control_page')).ControlPage })) },
  { id: 'visits', group: 'reports', needs: ['customers_read'], page: lazy(async () => ({ default: (await import('./visits_page')).VisitsPage })) },
  { id: 'collection', group: 'collection', needs: ['meters_read'], page: lazy(async () => ({ default: (await import('./collection_page')).CollectionPage })) },
  { id: 'readings', group: 'collection', needs: ['statements_read'], page: lazy(async () => ({ default: (await collected()).ReadingsPage })) },
  { id: 'day-freezes', group: 'collection', needs: ['statements_read'], page: lazy(async () => ({ default: (await collected()).DayFreezesPage })) },
  { id: 'meter-events', group: 'collection', needs: ['statements_read'], page: lazy(async () => ({ default: (await collected()).MeterEventsPage })) },
  { id: 'explanations', group: 'collection', needs: ['statements_read'], page: lazy(async () => ({ default: (await collected()).ExplanationsPage })) },
  { id: 'reading-days', group: 'collection', needs: ['statements_read'], page: lazy(async () => ({ default: (await import('./review/reading_days_page')).ReadingDaysPage })) },
  { id: 'reading-routes', group: 'collection', needs: ['meters_read'], page: declaredPage('reading-routes') },
  { id: 'reviewed-readings', group: 'collection', needs: ['statements_read'], page: lazy(async () => ({ default: (await collected()).ReviewedReadingsPage })) },
  { id: 'waterings', group: 'collection', needs: ['customers_read'], ways: ['purse'], page: lazy(async () => ({ default: (await import('./watering_pages')).WateringsPage })) },
  { id: 'handheld', group: 'collection', needs: ['meters_read'], ways: ['purse'], page: lazy(async () => ({ default: (await import('./handheld_page')).HandheldPage })) },
  { id: 'day-charges', group: 'reports', needs: ['customers_read'], ways: ['server'], page: lazy(async () => ({ default: (await balances()).DayChargesPage })) },
  { id: 'statements', group: 'collection', needs: ['statements_read'], page: lazy(async () => ({ default: (await work()).StatementsPage })) },
  { id: 'reconciliation', group: 'reports', needs: ['statements_read'], page: lazy(async () => ({ default: (await work()).ReconciliationPage })) },
  { id: 'entries', group: 'reports', needs: ['ledger_read'], page: lazy(async () => ({ default: (await work()).EntriesPage })) },
  { id: 'balances', group: 'reports', needs: ['ledger_read'], page: lazy(async () => ({ default: (await work()).BalancesPage })) },
  { id: 'tariffs', group: 'tables', needs: ['tariffs_read'], page: lazy(async () => ({ default: (await import('./tariffs_page')).TariffsPage })) },
  { id: 'codes', group: 'tables', needs: ['codes_read'], page: lazy(async () => ({ default: (await registers()).CodesPage })) },
  { id: 'operators', group: 'system', needs: ['operators_read'], page: lazy(async () => ({ default: (await import('./operators_page')).OperatorsPage })) },
  { id: 'roles', group: 'system', needs: ['operators_read'], page: lazy(async () => ({ default: (await system()).RolesPage })) },
  { id: 'stations', group: 'system', needs: ['stations_read'], page: declaredPage('stations') },
  { id: 'tills', group: 'system', needs: ['stations_read'], page: lazy(async () => ({ default: (await registers()).TillsPage })) },
  { id: 'key-office', group: 'system', needs: ['key_office'], page: lazy(async () => ({ default: (await import('./key_office_page')).KeyOfficePage })) },
  { id: 'settings', group: 'system', needs: ['settings_read'], page: lazy(async () => ({ default: (await import('./settings_page')).SettingsPage })) },
  { id: 'edition', group: 'system', needs: ['settings_read'], page: lazy(edition) },
  { id: 'slip-templates', group: 'system', needs: ['settings_read'], page: lazy(async () => ({ default: (await import('./slips/slip_templates_page')).SlipTemplatesPage })) },
  { id: 'import', group: 'system', needs: ['import', 'stations_write'], page: lazy(async () => ({ default: (await import('./import_page')).ImportPage })) },
  { id: 'imports', group: 'system', needs: ['import', 'stations_write'], page: lazy(async () => ({ default: (await import('./imports_page')).ImportsPage })) },
  { id: 'audit', group: 'system', needs: ['audit_read'], page: lazy(async () => ({ default: (await system()).AuditPage })) },
  { id: 'jobs', group: 'system', needs: ['jobs'], page: lazy(async () => ({ default: (await import('./jobs_page')).JobsPage })) },
  { id: 'sends', group: 'reports', needs: [...REPORTS], page: lazy(async () => ({ default: (await import('./sends_page')).SendsPage })) },
  { id: 'notices', group: 'system', needs: ['notices'], page: lazy(async () => ({ default: (await import('./notices_page')).NoticesPage })) },
  { id: 'letters', group: 'system', needs: ['letters_read'], page: lazy(async () => ({ default: (await import('./letters_page')).LettersPage })) },
  { id: 'backup', group: 'system', needs: ['backup'], page: lazy(async () => ({ default: (await system()).BackupPage })) },
  { id: 'about', group: 'system', needs: [], page: lazy(async () => ({ default: (await system()).AboutPage })) },
];

/** It says which of them it hides. */
async function edition() {
  const { EditionPage } = await import('./edition_page');
  return { default: () => EditionPage({ pages: PAGES }) };
}

/** By tasks: who is served, with what, by which card; what was sold, read, added up; what prices and people go by. Eight at most. */
export const GROUPS = ['customers', 'meters', 'cards', 'business', 'collection', 'reports', 'tables', 'system'];
