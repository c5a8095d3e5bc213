import type { Row } from '../table/register_table';

// Where a cell of a register leads: to the row that it names, in its own register.

type Leads = (row: Row) => string | null;

/** To the row of `register` that column `of` names; nowhere where it names none. */
export const leadsTo = (register: string, of: string): Leads => (row) => (row[of] ? `/office/${register}?open=${encodeURIComponent(String(row[of]))}` : null);

/** Zeros are no meter's number: they stand where there is none. */
export const toMeter = (of: string): Leads => {
  const leads = leadsTo('meters', of);
  return (row) => (/[1-9]/.test(String(row[of] ?? '')) ? leads(row) : null);
};

export const account = leadsTo('accounts', 'account');
export const customer = leadsTo('customers', 'customer');
export const point = leadsTo('service-points', 'service_point');
export const plan = leadsTo('tariffs', 'plan');
export const sale = leadsTo('sales', 'sale');
export const well = leadsTo('wells', 'well');
export const meter = toMeter('meter');
