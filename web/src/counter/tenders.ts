import type { Tender } from '../api/row_words';
import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { TenderKind } from '../api/types';
import { amountText, parseAmount } from '../form/amount';

/** One of the things that a customer hands over, as it is typed. An empty amount: what the others leave to pay. */
export interface TenderLine { tender: Tender; amount: string; reference: string }

export const mostTenders = 5;

/** By what people may pay; the server's own list. */
export function useTenders(): TenderKind[] {
  return useQuery({ queryKey: ['tenders'], queryFn: ({ signal }) => get<{ rows: TenderKind[] }>('/tenders', signal), staleTime: Infinity }).data?.rows ?? [];
}

/** The first one: all of it by bank card. A further one: what is given in cash, the rest stays where it was. */
export function withOneMore(lines: TenderLine[]): TenderLine[] {
  if (lines.length >= mostTenders) return lines;
  const cash = lines.some((line) => line.tender === 'cash');
  return [...lines, { tender: lines.length === 0 || cash ? 'card' : 'cash', amount: '', reference: '' }];
}

/** The members of a request that say how it is paid. What is no amount is not sent, and would be refused. */
export function payingBody(lines: TenderLine[], received: string, digits: number) {
  if (lines.length === 0) {
    return { tender: 'cash', ...(received.trim() ? { received: amountText(received, digits) } : {}) };
  }
  return {
    tenders: lines.map(({ tender, amount, reference }) => {
      return { tender, ...(amount.trim() ? { amount: amountText(amount, digits) } : {}), ...(reference.trim() ? { reference: reference.trim() } : {}) };
    }),
  };
}

/** What the lines with an amount leave of what there is to pay, exactly; below zero: change. Null: an amount is none. */
export function leftToPay(lines: TenderLine[], due: string, digits: number): string | null {
  let left = minor(due);
  for (const line of lines.filter((one) => one.amount.trim() !== '')) {
    const money = parseAmount(line.amount, digits);
    if (!money.ok) return null;
    left -= minor(money.value);
  }
  const text = (left < 0n ? -left : left).toString().padStart(digits + 1, '0');
  return `${left < 0n ? '-' : ''}${digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`}`;
}

/** A sum of slips: below zero where more was handed back than taken. */
export function parseSlips(typed: string, digits: number): string | null {
  const below = /^\s*[-−]/.test(typed);
  const money = parseAmount(typed.replace(/^\s*[-−]/, ''), digits);
  return money.ok ? `${below ? '-' : ''}${money.value}` : null;
}

function minor(text: string): bigint {
  return BigInt(text.replace('.', ''));
}
