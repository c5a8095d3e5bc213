import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { get, post } from '../api/client';
import type { AccountView, OfficeBalance, SaleOutcome } from '../api/types';
import type { ParsedAmount } from '../form/amount';
import type { Booking, Way } from './way';

/** Money for a balance at the server. What it makes of the balance, and what is unusual about it, the server says with every keystroke. */
export function usePayment(account: AccountView | undefined, parsed: ParsedAmount, booking: Booking) {
  const number = account?.number;
  const amount = account?.at_office && parsed.ok ? parsed.value : '';
  const said = useQuery({
    queryKey: ['account', 'payment', number, amount, account?.at_office?.balance],
    queryFn: ({ signal }) => get<OfficeBalance>(`/remote-accounts/${number}?pay=${encodeURIComponent(amount)}`, signal),
    enabled: number !== undefined && amount !== '',
  });
  const { data, refetch } = said;
  const { keyFor, paying, confirm, run, fail } = booking;
  const newest = account?.last_sales[0]?.number;

  const book = useCallback(async (confirmed: string[]) => {
    if (number === undefined || amount === '') return;
    confirm(false);
    // The same amount once more is another payment, so the newest sale stands in its key.
    const key = keyFor('payment', number, amount, newest, confirmed.join());
    const problem = await run(key, undefined, () => post<SaleOutcome>('/payments', { client_key: key, account: number, amount, ...paying(), confirmed }, { key }));
    if (problem?.code === 'confirmation_needed') void refetch();
    else if (problem) fail(key, problem);
  }, [number, amount, newest, keyFor, paying, confirm, run, fail, refetch]);

  const enter = useCallback(async () => {
    if (amount === '') return;
    const told = data ?? (await refetch()).data;
    if (told?.after?.confirm.length) confirm(true);
    else await book([]);
  }, [amount, data, refetch, confirm, book]);

  const way: Way = { kind: 'payment', quote: undefined, problem: undefined, due: amount || undefined, unusual: data?.after?.confirm ?? [], enter: () => void enter(), book };
  return { way, said };
}
