import { describe, expect, it, vi } from 'vitest';
import type { CardView, Session } from '../src/api/types';
import { canBecomePurse, endOf, isPurseCard, newestPurse, standing, waitingOf, type PurseAccount, type PurseLook, type PurseRow } from '../src/counter/purse/purse';
import { purseAccount } from '../src/counter/purse/purse_rows';
import { purseWork } from '../src/counter/purse/purse_work';
import { counterState, type Known, type PurseStanding } from '../src/counter/state';

const purseCard: CardView = { state: 'unknown_card', session: 's1', serial: '6230', reason_code: 'not_ours', error: 'card_of_another_kind' };
const blank: CardView = { state: 'unknown_card', session: 's2', serial: '7001', reason_code: 'blank_card' };
const look = (more: Partial<PurseLook> = {}): PurseLook => ({ condition: 'ours', account: 100321, card: '0001', balance: '200.00', grey: false, clearable: false, not_in_books: false, lock: null, never_arrived: null, refusal: null, areas_refusal: null, settled: [], ...more });
const row = (more: Partial<PurseRow> = {}): PurseRow => ({
  account: 100321, number: 1, card: '0001', village: 'v1', area_1: '11010001', area_2: '', area_3: '', area_4: '', price_class: 1, state: 'active', state_reason: '', balance: '200.00', seen: null, chip: null,
  area: '', since: '2026-05-01T08:00:00Z', n: 1, moves: 1, spent: '0.00', spent_since_seen: '0.00', brought: '0.00', offline: 0, steps: 0, steps_since_seen: 0, not_known: '0.00', missing: 0, ...more,
});
const farmer = (purse: Partial<PurseRow> = {}, more: Partial<PurseAccount> = {}): PurseAccount => ({
  account: '100321', state: 'open', name: 'Zhao Liu', owed: '0.00', village: 'East village', areas: [], areasWait: null, purse: row(purse), waiting: null, moves: [], waterings: [], ...more,
});
const stands = (card: CardView | null, account?: PurseAccount, seen?: PurseLook, failed = false): PurseStanding => standing({ card, look: seen, failed, account });

describe('a farmer at the counter', () => {
  it('his card is known by what the desk of meters’ cards says of it', () => {
    expect(isPurseCard(purseCard)).toBe(true);
    expect(isPurseCard(blank)).toBe(false);
    expect(isPurseCard(null)).toBe(false);
    expect(canBecomePurse(blank)).toBe(true);
    expect(canBecomePurse({ ...blank, reason_code: 'half_made' })).toBe(true);
    expect(canBecomePurse({ ...blank, reason_code: 'damaged' })).toBe(false);
    expect(canBecomePurse({ ...blank, reason_code: 'tool_card' })).toBe(false);
    expect(canBecomePurse(purseCard)).toBe(false);
  });

  it('is read, found in the books, and then loaded', () => {
    expect(stands(purseCard)).toBe('reading');
    expect(stands(purseCard, undefined, undefined, true)).toBe('failed');
    expect(stands(purseCard, undefined, look({ account: null }))).toBe('stranger');
    expect(stands(purseCard, undefined, look())).toBe('reading');
    expect(stands(purseCard, farmer(), look())).toBe('open');
  });

  it('hears first what became of what was open', () => {
    expect(stands(purseCard, farmer(), look({ settled: [{ sale: 'R3-1', state: 'applied', paid_back_at: null }] }))).toBe('settled');
    expect([endOf('applied'), endOf('reversed'), endOf('carried'), endOf('in_doubt'), endOf('booked')]).toEqual(['done', 'not_done', 'unproven', 'open', 'open']);
  });

  it('is told why nothing is loaded', () => {
    expect(stands(purseCard, farmer(), look({ grey: true }))).toBe('grey');
    expect(stands(purseCard, farmer({ state: 'blocked' }), look())).toBe('lost');
    expect(stands(purseCard, farmer({ number: 2, card: '0002' }), look())).toBe('lost');
    expect(stands(purseCard, farmer({}, { state: 'closing' }), look())).toBe('closing');
    expect(stands(purseCard, farmer({ state: 'closed' }, { state: 'closed' }), look())).toBe('closed');
    expect(stands(purseCard, farmer({ state: 'closed' }, { state: 'closed' }), look({ balance: '0.00', clearable: true }))).toBe('returned');
    expect(stands(purseCard, farmer({ state: 'granted', card: null }, { state: 'draft' }), look({ balance: '0.00', clearable: true }))).toBe('returned');
    expect(stands(purseCard, farmer({ state: 'granted', card: null }, { state: 'draft' }), look({ not_in_books: true }))).toBe('not_in_books');
    expect(stands(purseCard, farmer(), look({ card: '0002', not_in_books: true }))).toBe('not_in_books'); // made after the one that the books have in force
    expect(stands(purseCard, farmer({ state: 'blocked' }), look({ card: '0002', not_in_books: true }))).toBe('not_in_books');
    expect(stands(purseCard, farmer({ state: 'granted', card: null, number: 2 }), look({ balance: '0.00' }))).toBe('lost'); // found after its replacement was torn: the server clears it not
    expect(stands(purseCard, farmer({ state: 'granted', card: null }, { state: 'draft' }), look())).toBe('lost');
  });

  it('without his card only a granted one goes on, with a blank card', () => {
    const granted = farmer({ state: 'granted', card: null });
    expect(stands(null, granted)).toBe('needs_card');
    expect(stands(blank, granted)).toBe('open');
    expect(stands(blank, farmer({ state: 'granted', card: null, number: 2 }))).toBe('needs_card'); // one in the place of a lost one is made for its fee
    expect(stands(blank, farmer())).toBe('needs_card');
    expect(stands(blank, farmer({ state: 'blocked' }))).toBe('needs_card');
  });

  it('what a lost card held waits, before the new card and after it', () => {
    const lost = row({ state: 'blocked', balance: '80.00', brought: '80.00' });
    expect(newestPurse([row(), row({ number: 3 }), row({ number: 2 })])?.number).toBe(3);
    expect(waitingOf([lost])).toEqual({ all: '80.00', next: '80.00' });
    expect(waitingOf([lost, row({ number: 2, card: '0002' })])).toEqual({ all: '80.00', next: '80.00' });
    expect(waitingOf([row({ state: 'blocked', balance: '0.00' }), row({ number: 2 })])).toBeNull();
    expect(waitingOf([row({ state: 'paid_over', brought: '80.00', spent: '80.00' }), row({ number: 2 })])).toBeNull();
  });

  it('what waits is what is left by the records, not what the card showed last', () => {
    expect(waitingOf([row({ state: 'blocked', balance: '200.00', brought: '200.00', spent: '27.00', spent_since_seen: '27.00' })])?.next).toBe('173.00');
    expect(waitingOf([row({ state: 'blocked', balance: '150.00', brought: '200.00', not_known: '50.00', missing: 1 })])?.next).toBe('150.00');
  });

  it('two cards lost one after the other: the first one’s money waits still, though the second held nothing', () => {
    const first = row({ state: 'blocked', balance: '200.00', brought: '200.00' });
    expect(waitingOf([first, row({ number: 2, state: 'blocked', balance: '0.00' }), row({ number: 3 })])).toEqual({ all: '200.00', next: '200.00' });
    expect(waitingOf([first, row({ number: 2, state: 'blocked', balance: '30.50', brought: '30.50' }), row({ number: 3 })])).toEqual({ all: '230.50', next: '30.50' });
    expect(waitingOf([first, row({ number: 2, state: 'blocked', balance: '0.00' })])).toEqual({ all: '200.00', next: '200.00' });
  });
});

describe('what the books say of a farmer', () => {
  it('area numbers wait that no card of his in force was read to say', async () => {
    const answers = (changes: object[]) => (url: string) => Promise.resolve(Response.json({
      rows: url.includes('/accounts?') ? [{ number: 100321, state: 'open' }] : url.includes('/purses?') ? [row()] : url.includes('/area-changes?') ? changes : [], total: 0, next: null }));
    const waits = async (changes: object[]) => {
      vi.stubGlobal('fetch', answers(changes));
      const account = await purseAccount('100321');
      vi.unstubAllGlobals();
      return account?.areasWait;
    };
    const asked = { purse: 1, number: 1, asked_by: 'zhao', written: null };
    expect(await waits([asked])).toBe('purse.areas_wait');
    expect(await waits([{ ...asked, written: '2026-11-20T04:00:00Z' }])).toBe(null);
    expect(await waits([{ ...asked, purse: 2 }])).toBe(null); // of another card
    const read = { ...asked, number: 2, asked_by: '' };
    expect(await waits([read, asked])).toBe('purse.areas_asked'); // the card says what nobody asked for
    expect(await waits([read, { ...asked, number: 3 }])).toBe('purse.areas_wait'); // and somebody has said which are right
  });

  it('five useless swipes hide none of his last waterings', async () => {
    const asked: URL[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(new URL(url, 'http://counter'));
      return Promise.resolve(Response.json({ rows: url.includes('/accounts?') ? [{ number: 100321, state: 'open', customer_name: 'Zhao Liu', balance: '0.00' }] : url.includes('/purses?') ? [row()] : [], total: 0, next: null }));
    });
    expect((await purseAccount('100321'))?.purse.number).toBe(1);
    vi.unstubAllGlobals();
    const states = asked.find((url) => url.pathname.endsWith('/waterings'))?.searchParams.get('filter.state')?.split(',') ?? [];
    expect(states).toContain('proven');
    expect(states).toContain('hung');
    expect(states).not.toContain('useless');
  });
});

describe('the counter’s states for a farmer', () => {
  const at = (purse: PurseStanding, more: Partial<Known> = {}, card: CardView | null = purseCard) => counterState({
    linkUp: true, hasTill: true, hasShift: true, reader: { readers: [{ name: 'r', state: 'card' }], card }, hasFoundAccount: false, purse, sale: null, quote: undefined, confirming: false, passed: new Set(), draftOf: null, ...more,
  });
  it('each standing has its state', () => {
    expect((['reading', 'failed', 'stranger', 'settled', 'lost', 'returned', 'not_in_books', 'closed', 'closing', 'grey', 'needs_card', 'open'] as const).map((each) => at(each)))
      .toEqual(['reading', 'card_error', 'unknown_card', 'in_doubt_found', 'blocked_card', 'no_sale_customer', 'no_sale_customer', 'no_sale_customer', 'no_sale_customer', 'grey_card', 'needs_card', 'recognised']);
  });
  it('amount, quote, question, as of any sale', () => {
    expect(at('open', { quote: { quote: 'q' } })).toBe('quoted');
    expect(at('open', { quote: { quote: 'q' }, confirming: true })).toBe('confirm');
    expect(at('open', { hasShift: false })).toBe('no_shift');
    expect(at('open', { draftOf: 'another' })).toBe('foreign_change');
    expect(at('open', { linkUp: false })).toBe('server_lost');
  });
  it('a load that runs stands before everything', () => {
    expect(at('reading', { sale: { phase: 'writing', key: 'k', startedAt: 0, cardSession: 's1', ofPurse: true } })).toBe('writing');
  });
});

describe('other work with a farmer', () => {
  const supervisor = { operator: { permissions: ['supplement', 'take_back', 'pay_out', 'close_account', 'purse_grant', 'block', 'replace_card', 'pay_over', 'take_over_card', 'reprint', 'shift_own'] } } as Session;
  const lacks = (account: PurseAccount, standing: PurseStanding, card: CardView | null = purseCard) =>
    Object.fromEntries(purseWork(supervisor, { account, standing, card }).map((work) => [work.task.replace('purse_', ''), work.lacks]));
  it('a first card that the books lost is taken over, and nothing else is done with it', () => {
    const can = lacks(farmer({ state: 'granted', card: null }, { state: 'draft' }), 'not_in_books');
    expect(can['take_over']).toBeNull();
    expect([can['supplement'], can['deduct'], can['close']]).toEqual(['made_card', 'made_card', 'made_card']);
  });
  it('nor with one that was made after the card that the books have in force', () => {
    const can = lacks(farmer(), 'not_in_books');
    expect(can['take_over']).toBeNull();
    expect([can['supplement'], can['deduct'], can['close'], can['pay_over']]).toEqual(['own_card', 'own_card', 'own_card', 'waiting']);
  });
  it('his card there: money on and off, closing, blocking', () => {
    expect(lacks(farmer(), 'open')).toEqual({
      supplement: null, deduct: null, pay_out: 'owed', close: null, areas: null, block: null, replace: 'blocked_card', pay_over: 'waiting', take_over: null, give_up: 'broken_making', reprint: null, close_shift: null,
    });
  });
  it('his card at home: only what needs none', () => {
    expect(lacks(farmer({}, { owed: '30.00' }), 'needs_card', null)).toMatchObject({ supplement: 'own_card', deduct: 'own_card', pay_out: null, close: 'own_card', block: null });
  });
  it('his card lost: the next one on a blank card, what it held afterwards', () => {
    const lost = farmer({ state: 'blocked' }, { waiting: { all: '80.00', next: '80.00' } });
    expect(lacks(lost, 'needs_card', null)).toMatchObject({ block: 'made_card', replace: 'blank_card', pay_over: 'made_card', deduct: 'made_card' });
    expect(lacks(lost, 'needs_card', blank)['replace']).toBeNull();
    expect(lacks(farmer({ number: 2, state: 'granted', card: null }), 'needs_card', blank)['replace']).toBeNull(); // its making was torn
    expect(lacks(farmer({ number: 2, state: 'granted', card: '0002', chip: '2026112000000001' }), 'needs_card', blank)['replace']).toBe('blocked_card'); // that goes on with its own blank card
    expect(lacks(farmer({ number: 2, card: '0002' }, { waiting: { all: '80.00', next: '80.00' } }), 'open')['pay_over']).toBeNull();
  });
  it('his card is only being made: given up and not blocked; once its first money may be on it, the other way round', () => {
    expect(lacks(farmer({ state: 'granted', chip: '2026112000000001' }), 'needs_card', null)).toMatchObject({ block: 'made_card', give_up: null });
    expect(lacks(farmer({ state: 'granted' }), 'needs_card', null)).toMatchObject({ block: null, give_up: 'broken_making' });
  });
  it('a load that never reached a card which a pump has locked since is given up', () => {
    const work = (seen: PurseLook) => purseWork(supervisor, { account: farmer(), standing: 'grey', card: purseCard, look: seen }).find((one) => one.task === 'purse_give_up')?.lacks;
    expect(work(look({ grey: true, never_arrived: 'R3-7' }))).toBeNull();
    expect(work(look({ grey: true }))).toBe('broken_making');
  });
  it('where it is good is said of a card that he has or is to get, wherever it lies', () => {
    expect(lacks(farmer(), 'needs_card', null)['areas']).toBeNull();
    expect(lacks(farmer({ state: 'granted', card: null }), 'needs_card', null)['areas']).toBeNull();
    expect(lacks(farmer({ state: 'blocked' }), 'needs_card', null)['areas']).toBe('made_card');
    expect(lacks(farmer({}, { state: 'closing' }), 'closing')['areas']).toBe('going_on');
  });
  it('grey or being closed: nothing onto it', () => {
    expect(lacks(farmer(), 'grey')['take_over']).toBe('free_card');
    expect(lacks(farmer(), 'grey')).toMatchObject({ supplement: 'free_card', close: 'free_card', block: null });
    expect(lacks(farmer({}, { state: 'closing' }), 'closing')).toMatchObject({ supplement: 'going_on', deduct: 'going_on', close: null });
  });
  it('an emptied card that is lost keeps nobody from being paid out', () => {
    expect(lacks(farmer({}, { state: 'closing' }), 'needs_card', null)['close']).toBeNull();
    expect(lacks(farmer({ state: 'blocked' }, { state: 'closing' }), 'needs_card', null)['close']).toBeNull();
  });
  it('a cashier is offered what he may', () => {
    const cashier = { operator: { permissions: ['reprint', 'shift_own'] } } as Session;
    expect(purseWork(cashier, { account: farmer(), standing: 'open', card: purseCard }).map((work) => work.task)).toEqual(['reprint', 'close_shift']);
  });
});
