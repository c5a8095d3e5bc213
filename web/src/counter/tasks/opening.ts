import { parseAmount } from '../../form/amount';
import { payingBody, type TenderLine } from '../tenders';

/** What is gathered to open an account; each part is either an existing row or new fields. */
export interface Opening {
  account: string;      // of a draft that is taken up
  customerNumber: string;
  customerName: string;
  phone: string;
  identity: string;
  customerAddress: string;
  pointCode: string;
  pointAddress: string;
  place: string;
  area: string;
  meter: string;
  meterModel: string;
  plan: string;
  usageClass: string;
  heads: string;
  pay: string;
  received: string;
  tenders: TenderLine[]; // none: cash
  scheme: string;       // empty: the first that is opened by card
  byLink: boolean;      // its accounts are opened over the meter's line, without a card
  confirmed: string;    // codes of what is unusual in the first sale, to which somebody said yes, with commas
}

export const emptyOpening: Opening = {
  account: '', customerNumber: '', customerName: '', phone: '', identity: '', customerAddress: '', pointCode: '', pointAddress: '', place: '', area: '',
  meter: '', meterModel: '', plan: '', usageClass: '', heads: '', pay: '', received: '', tenders: [], scheme: '', byLink: false, confirmed: '',
};

type OpeningStep = 'customer' | 'supply' | 'first_sale' | 'check';

/** Fields that people type. */
type Field = Exclude<keyof Opening, 'byLink' | 'tenders'>;

/** Names of the fields that a step still needs. */
export function missing(opening: Opening, step: OpeningStep, digits: number): Field[] {
  const needed: Record<OpeningStep, Field[]> = {
    customer: ['customerName'],
    supply: ['pointCode', 'pointAddress', 'meter'],
    first_sale: ['plan', 'pay'],
    check: [],
  };
  const gaps = needed[step].filter((name) => opening[name].trim() === '');
  if (step === 'first_sale' && !parseAmount(opening.pay, digits).ok && !gaps.includes('pay')) gaps.push('pay');
  return gaps;
}

/** Who gets the account: a row of the register, or somebody new. */
export function customerOf(opening: Opening) {
  if (opening.customerNumber) return { number: opening.customerNumber };
  return { name: opening.customerName.trim(), phone: opening.phone.trim(), identity_number: opening.identity.trim(), address: opening.customerAddress.trim() };
}

/** The first sale of a request. */
export function firstSaleOf(opening: Opening, digits: number) {
  const pay = parseAmount(opening.pay, digits);
  return { pay: pay.ok ? pay.value : '', confirmed: opening.confirmed.split(',').filter(Boolean), ...payingBody(opening.tenders, opening.received, digits) };
}

/** The request's body, POST /accounts/open. */
export function openingBody(opening: Opening, digits: number) {
  return {
    ...(opening.account ? { draft: opening.account } : {}),
    customer: customerOf(opening),
    service_point: { code: opening.pointCode.trim(), address: opening.pointAddress.trim(), place: opening.place, area: opening.area },
    meter: opening.meter.trim(),
    plan: opening.plan,
    usage_class: opening.usageClass,
    ...(opening.heads ? { heads: Number.parseInt(opening.heads, 10) } : {}),
    ...(opening.scheme ? { scheme: opening.scheme } : {}),
    first_sale: firstSaleOf(opening, digits),
  };
}
