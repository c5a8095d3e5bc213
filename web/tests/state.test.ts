import { describe, expect, it } from 'vitest';
import type { AccountView, CardView, ErrorCode, SaleRow } from '../src/api/types';
import { counterState, noticeOf, notOnItsCard, onTheLine, sellable, soldForLater, stoppedByVault, type Known } from '../src/counter/state';

const card = (state: CardView['state'], more: Partial<CardView> = {}): CardView => ({ state, session: 's1', serial: '6230', ...more });

const at = (change: Partial<Known> = {}, lying: CardView | null = null): Known => ({
  linkUp: true, hasTill: true, hasShift: true, reader: { readers: [{ name: 'r', state: lying ? 'card' : 'empty' }], card: lying }, hasFoundAccount: false, sale: null, quote: undefined,
  confirming: false, passed: new Set(), draftOf: null, ...change,
});

const quote = { id: 'q1' } as Known['quote'];
const over = (outcome: 'done' | 'not_done' | 'not_yet_known', code?: ErrorCode): Known['sale'] => ({ phase: 'over', key: 'k', askedFor: 0, cardSession: 's1', outcome: { outcome, ...(code ? { error: { code } } : {}) } });

describe('what the counter shows', () => {
  it('waits for a card', () => expect(counterState(at())).toBe('idle'));
  it('asks for the till and the shift before anything is sold', () => {
    expect(counterState(at({ hasTill: false }))).toBe('no_till');
    expect(counterState(at({ hasShift: false }))).toBe('no_shift');
    expect(counterState(at({ hasShift: false }, card('recognised')))).toBe('no_shift');
    const unknown = { readers: [{ name: 'r', state: 'empty' as const }], card: null, reason: 'reader_not_chosen' as const };
    expect(counterState(at({ hasShift: false, reader: unknown }))).toBe('no_shift');
    expect(counterState(at({ hasShift: false, opensShift: false, reader: unknown })), 'who opens none still writes cards').toBe('reader_not_chosen');
    expect(counterState(at({ hasShift: false, opensShift: false }))).toBe('no_shift');
  });
  it('recognises, quotes, confirms', () => {
    expect(counterState(at({}, card('recognised')))).toBe('recognised');
    expect(counterState(at({ quote }, card('recognised')))).toBe('quoted');
    expect(counterState(at({ quote, confirming: true }, card('recognised')))).toBe('confirm');
  });
  it('a customer found by search can be quoted without a card', () => expect(counterState(at({ hasFoundAccount: true, quote }))).toBe('quoted'));
  it('a payment at the server is taken whatever card that tells of nobody lies there', () => {
    const blank = card('unknown_card', { reason_code: 'blank_card' });
    expect(counterState(at({ hasFoundAccount: true, atServer: true }, blank))).toBe('recognised');
    expect(counterState(at({ hasFoundAccount: true, atServer: true, hasShift: false }, blank))).toBe('no_shift');
    expect(counterState(at({ hasFoundAccount: true }, blank)), 'beside another account it may become his card').toBe('unknown_card');
    expect(counterState(at({ hasFoundAccount: true, atServer: true }, card('unknown_card', { reason_code: 'not_ours' })))).toBe('unknown_card');
  });
  it('nothing is quoted to a closed account', () => expect(counterState(at({ hasFoundAccount: true, accountClosed: true, quote }))).toBe('no_sale_customer'));
  it('credit goes over a line that is in use and without trouble', () => {
    const on = (link: object | null): boolean => onTheLine({ link } as AccountView);
    expect(on({ state: 'active', trouble: '' })).toBe(true);
    expect(on({ state: 'stopped', trouble: '' })).toBe(false);
    expect(on({ state: 'active', trouble: 'seals_refused' })).toBe(false);
    expect(on(null)).toBe(false);
    expect(onTheLine(undefined)).toBe(false);
  });
  it('the last sale is on its card only when it was written onto one', () => {
    const last = (...sales: Partial<SaleRow>[]): boolean => notOnItsCard({ last_sales: sales } as AccountView);
    expect(last({ state: 'booked', card: null })).toBe(true);
    expect(last({ state: 'booked', card: '6230' }), 'sold for it, and not written yet').toBe(true);
    expect(last({ state: 'carried', card: '6230' }, { state: 'booked', card: null })).toBe(false);
    expect(last({ state: 'applied', card: null })).toBe(false);
    expect(notOnItsCard(undefined)).toBe(false);
  });
  it('for a card that is not here nothing is sold while an earlier sale waits for it or lies on it unread', () => {
    const quoted = (...warnings: string[]): boolean => soldForLater({ id: 'q1', warnings } as never);
    expect(quoted()).toBe(true);
    expect(quoted('tariff_estimate', 'no_statement', 'former_prices')).toBe(true);
    expect(quoted('tariff_estimate', 'unread_on_card')).toBe(false);
    expect(soldForLater(undefined), 'nothing is quoted').toBe(false);
  });
  it('says what is wrong with a card', () => {
    for (const state of ['unknown_card', 'blocked_card', 'no_sale_customer', 'reading'] as const) expect(counterState(at({}, card(state)))).toBe(state);
    expect(counterState(at({}, card('error')))).toBe('card_error');
  });
  it('nothing is sold onto a good card while the counter\'s vault cannot seal', () => {
    const stopped = { error: 'load_sam_pin_wanted', stopped_by_vault: true } as const;
    expect(counterState(at({}, card('recognised', stopped)))).toBe('card_error');
    expect(sellable(card('recognised', stopped), new Set())).toBe(false);
    expect(stoppedByVault(card('error', { error: 'key_card_pin_locked', stopped_by_vault: true }))).toBe(true);
    expect(counterState(at({}, card('recognised', { error: 'card_removed' })))).toBe('recognised');
    expect(stoppedByVault(card('error', { error: 'card_removed' }))).toBe(false);
  });
  it('an unread sale is passed for this contact only', () => {
    const unread = card('unread_on_card', { unread: { sale: 'R3-1', amount: '50.00', sum: '50.00', since: '2026-10-17T06:05:00Z', choices: ['sum'] } });
    const passed = new Set([noticeOf(unread, new Set())!.name]);
    expect(counterState(at({}, unread))).toBe('unread_on_card');
    expect(counterState(at({ passed }, unread))).toBe('recognised');
    expect(counterState(at({ passed }, { ...unread, session: 's2' }))).toBe('unread_on_card');
  });
  it('a sale in doubt is told before an unread one, and each is passed by itself', () => {
    const both = card('unread_on_card', {
      in_doubt: { sale: 'R3-2', amount: '100.00', outcome: 'confirmed' }, unread: { sale: 'R3-2', amount: '100.00', sum: '100.00', since: '2026-10-17T06:05:00Z', choices: ['sum'] },
    });
    expect(counterState(at({}, both))).toBe('in_doubt_found');
    const seen = new Set([noticeOf(both, new Set())!.name]);
    expect(counterState(at({ passed: seen }, both))).toBe('unread_on_card');
    expect(sellable(both, seen)).toBe(false);
    expect(sellable(both, new Set([...seen, noticeOf(both, seen)!.name]))).toBe(true);
  });
  it('while a sale is still not known nothing else is sold onto the card', () => {
    const open = card('in_doubt_found', { in_doubt: { sale: 'R3-2', amount: '100.00', outcome: 'still_unknown' } });
    expect(sellable(open, new Set([noticeOf(open, new Set())!.name]))).toBe(false);
  });
  it('another card than at the start keeps the draft apart', () => {
    expect(counterState(at({ draftOf: '6230' }, card('recognised', { serial: '7777' })))).toBe('foreign_change');
    expect(counterState(at({ draftOf: '6230' }, card('recognised')))).toBe('recognised');
  });
  it('while writing, only the missing card changes the picture', () => {
    const sale: Known['sale'] = { phase: 'writing', key: 'k', startedAt: 0, cardSession: 's1' };
    expect(counterState(at({ sale }, card('recognised')))).toBe('writing');
    expect(counterState(at({ sale, linkUp: false }, card('recognised')))).toBe('writing');
    expect(counterState(at({ sale }))).toBe('card_removed');
  });
  it('ends in one of three words', () => {
    expect(counterState(at({ sale: over('done') }))).toBe('done');
    expect(counterState(at({ sale: over('not_done') }))).toBe('not_done');
    expect(counterState(at({ sale: over('not_yet_known') }))).toBe('not_yet_known');
    expect(counterState(at({ sale: over('not_yet_known', 'card_removed') }))).toBe('card_removed');
    expect(counterState(at({ sale: over('not_yet_known', 'card_removed') }, card('in_doubt_found', { session: 's2' })))).toBe('not_yet_known');
  });
  it('a sale without a card is done when it is booked; one that was meant for a card is not', () => {
    const booked = { number: 'R3-1', kind: 'recharge', state: 'booked' } as SaleRow;
    const sold = (cardSession: string | undefined): Known['sale'] => ({ phase: 'over', key: 'k', askedFor: 0, cardSession, outcome: { outcome: 'not_yet_known', sale: booked } });
    expect(counterState(at({ sale: sold(undefined) }))).toBe('done');
    expect(counterState(at({ sale: sold('s1') }))).toBe('not_yet_known');
    expect(counterState(at({ sale: { phase: 'over', key: 'k', askedFor: 0, cardSession: undefined, outcome: { outcome: 'not_yet_known' } } }))).toBe('not_yet_known');
  });
  it('without server or reader it says so, a lying card or a found customer first', () => {
    expect(counterState(at({ linkUp: false }, card('recognised')))).toBe('server_lost');
    expect(counterState(at({ reader: { readers: [], card: null } }))).toBe('reader_offline');
    expect(counterState(at({ reader: { readers: [], card: null }, hasFoundAccount: true }))).toBe('recognised');
  });
});
