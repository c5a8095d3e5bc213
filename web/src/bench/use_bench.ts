import type { CardPlace } from '../api/types';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { post } from '../api/client';

export type Bench = ReturnType<typeof useBench>;

interface MeterChange { load_w?: number; power?: boolean; key?: 'press' | 'long'; clock_shift_s?: number }

interface PumpChange {
  load_w?: number;
  flow_l_s?: number;
  power?: boolean;
  clock_lost?: boolean;
  clock_shift_s?: number;
  locked_out?: boolean;
  price?: string;
  basis?: string;
  parameter?: string;
  value?: number;
  black_list?: string;
}

/** Everything a hand can do at the bench. */
export function useBench() {
  const cache = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const act = useCallback(async (path: string, body: unknown): Promise<void> => {
    try {
      await post(path, body);
      setProblem(null);
    } catch (reason) {
      setProblem(reason);
    }
    await cache.invalidateQueries({ queryKey: ['bench'] });
  }, [cache]);
  return useMemo(() => ({
    problem,
    move: (card: string, to: CardPlace) => act(`/bench/cards/${encodeURIComponent(card)}/move`, { to }),
    copy: (card: string) => act(`/bench/cards/${encodeURIComponent(card)}/copy`, {}),
    newCard: () => act('/bench/cards', { kind: 'user' }),
    newMeter: (number: string, model: string, factory: boolean) => act('/bench/meters', { number, model, factory }),
    meter: (number: string, change: MeterChange) => act(`/bench/meters/${number}`, change),
    installKeys: (number: string) => act(`/bench/meters/${number}/service`, { install_keys: true }),
    line: (number: string, change: { on: boolean; fault?: string }) => act(`/bench/meters/${number}/line`, change),
    newPump: (number: string, basis: string, price: string) => act('/bench/pumps', { number, basis, price }),
    pump: (number: string, change: PumpChange) => act(`/bench/pumps/${number}`, change),
    swipe: (number: string, card: string, beside: string) => act(`/bench/pumps/${number}/swipe`, { card, beside }),
    module: (number: string, module: string) => act(`/bench/pumps/${number}/module`, { module }),
    psam: (number: string, card: string) => act(`/bench/pumps/${number}/module`, { module: 'card', card }),
    pumpLine: (number: string, on: boolean, window = false) => act(`/bench/pumps/${number}/line`, { on, window }),
    clock: (change: { speed?: number; advance_s?: number }) => act('/bench/clock', change),
  }), [problem, act]);
}
