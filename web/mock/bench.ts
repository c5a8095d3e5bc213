import type { BenchView, CardPlace } from '../src/api/types';
import { tell } from './events';

type MockCard = BenchView['cards'][number] & { state?: string; account?: string; unread?: string; doubt?: string };

export const bench: Omit<BenchView, 'cards'> & { cards: MockCard[] } = {
  clock: '2026-11-20T06:05:09Z', speed: 60, readers: [{ id: 'reader:0', name: 'Virtual PCD 00 00', card_seen: false }], models: ['DDSY1352'], pumps: [],
  cards: [
    { id: 'c1', label: 'Li Ming', serial: '6230000012345678', kind: 'user', place: 'wallet', account: '100023' },
    { id: 'c2', label: 'Chen Hua', serial: '6230000012345699', kind: 'user', place: 'meter:000000123456', account: '100024', unread: 'R3-00000246' },
    { id: 'c3', label: 'Blank 1', serial: null, kind: 'user', place: 'wallet' },
    { id: 'c4', label: 'Lost card', serial: '6230000012345700', kind: 'user', place: 'wallet', state: 'blocked_card' },
    { id: 'c5', label: 'Zhao Lei', serial: '6230000012345701', kind: 'user', place: 'wallet', doubt: 'R3-00000247' },
    { id: 'c6', label: 'Preset', serial: '6230000099990001', kind: 'preset', place: 'wallet' },
  ],
  meters: [
    {
      number: '000000123456', model: 'DDSY1352', powered: true, display: { page: 0, label_key: 'meter.page.remaining_money', value: '12.40', unit: 'money' },
      relay: 'closed', lamp: 'on', buzzer: true, alarm1: true, alarm2: false, load_w: 2300, card: 'c2', card_busy: true, state_flags: ['account_open', 'alarm1'], remaining: '12.40', energy: '1284.21', step: 1, price: '0.5200', count: 16, key_state: 'private',
    },
    {
      number: '000000123457', model: 'DDSY1352', powered: true, display: { page: 9, label_key: 'meter.page.clock', value: '2026-11-20 14:05', unit: '' },
      relay: 'open', lamp: 'off', buzzer: false, load_w: 0, card: null, state_flags: ['relay_open', 'test_key'], error_code: 33, remaining: '0.00', energy: '0.00', step: 1, price: '0.5200', count: 0, key_state: 'public',
    },
  ],
};

export function moveCard(id: string, to: CardPlace): void {
  const card = bench.cards.find((each) => each.id === id);
  if (!card) return;
  card.place = to;
  for (const meter of bench.meters) meter.card = bench.cards.find((each) => each.place === `meter:${meter.number}`)?.id ?? null;
  tell('bench', bench);
}

export function meterChange(number: string, change: { load_w?: number; power?: boolean; install_keys?: boolean }): void {
  const meter = bench.meters.find((each) => each.number === number);
  if (!meter) return;
  if (change.load_w !== undefined) meter.load_w = change.load_w;
  if (change.power !== undefined) meter.powered = change.power;
  if (change.install_keys) meter.key_state = 'private';
  tell('bench', bench);
}

export function tick(seconds: number): void {
  bench.clock = new Date(new Date(bench.clock).getTime() + seconds * 1000).toISOString();
}
