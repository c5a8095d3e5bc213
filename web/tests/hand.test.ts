import { describe, expect, it } from 'vitest';
import { CALM_MS, flight, press, restingHand, screenChanged, type Hand, type Press, type Verdict } from '../src/counter/hand';

const key = (name: string, at: number, more: Partial<Press> = {}): Press => ({ key: name, at, repeat: false, isComposing: false, keyCode: 0, text: '', ...more });

function play(hand: Hand, keys: Press[]): Verdict {
  let verdict: Verdict = { act: 'pass' };
  for (const each of keys) [hand, verdict] = press(hand, each);
  return verdict;
}

const typed = (digits: string, gap: number, from = 1000): Press[] => [...digits].map((digit, index) => key(digit, from + index * gap, { text: digits.slice(0, index) }));

describe('the hand at the till', () => {
  it('an amount typed by hand and Enter sells', () => {
    expect(play(restingHand, [...typed('100', 150), key('Enter', 2000)])).toEqual({ act: 'enter' });
  });

  it('a held Enter sells once: its repeats are ignored', () => {
    expect(play(restingHand, [key('Enter', 1000, { repeat: true })])).toEqual({ act: 'ignore', why: 'repeat' });
  });

  it('the Enter that ends a composition is ignored, told by either sign', () => {
    expect(play(restingHand, [key('Enter', 1000, { isComposing: true })])).toEqual({ act: 'ignore', why: 'composing' });
    expect(play(restingHand, [key('Enter', 1000, { keyCode: 229 })])).toEqual({ act: 'ignore', why: 'composing' });
  });

  it('an Enter that was meant for the screen before is ignored, one after a breath is not', () => {
    const changed = screenChanged(restingHand, 1000);
    expect(play(changed, [key('Enter', 1000 + CALM_MS - 1)])).toEqual({ act: 'ignore', why: 'too_soon' });
    expect(play(changed, [key('Enter', 1000 + CALM_MS)])).toEqual({ act: 'enter' });
  });

  it('while a sale is in flight no Enter acts', () => {
    expect(play(flight(restingHand, true), [key('Enter', 5000)])).toEqual({ act: 'ignore', why: 'in_flight' });
  });

  it('a scanner in the amount field is a search, and the amount is as before', () => {
    const scan = [...'000000123456'].map((digit, index) => key(digit, 1000 + index * 10, { text: `50${'000000123456'.slice(0, index)}` }));
    expect(play(restingHand, [...scan, key('Enter', 1125)])).toEqual({ act: 'scan', number: '000000123456', before: '50' });
  });

  it('five fast digits are no scan; six slow ones neither', () => {
    expect(play(restingHand, [...typed('12345', 10), key('Enter', 1060)])).toEqual({ act: 'enter' });
    expect(play(restingHand, [...typed('123456', 60), key('Enter', 1360)])).toEqual({ act: 'enter' });
  });

  it('a pause after fast digits is a hand again', () => {
    expect(play(restingHand, [...typed('123456', 10), key('Enter', 3000)])).toEqual({ act: 'enter' });
  });

  it('a slow digit in between begins the run anew', () => {
    const keys = [...typed('123', 10), key('4', 2000), key('5', 2010), key('6', 2020), key('Enter', 2030)];
    expect(play(restingHand, keys)).toEqual({ act: 'enter' });
  });
});
