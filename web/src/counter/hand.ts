// Protection of the hand at the till: which Enter counts. Learned from till reports elsewhere: a held key repeats itself,
// an input method ends its composition with Enter, a screen changes under a finger that is already on its way, and a
// bar-code scanner types a meter number into whatever field has the focus. Pure: the time comes with each press.

export const CALM_MS = 300;      // Enter so soon after a change of the screen was meant for the screen before
const SCANNER_GAP_MS = 35; // nobody types faster
const SCANNER_DIGITS = 6;
const SCANNER_END_MS = 100;      // scanners end with Enter at once

export interface Press {
  key: string;
  at: number;          // ms on any steady clock
  repeat: boolean;
  isComposing: boolean;
  keyCode: number;     // 229 while an input method is at work; browsers tell one or the other
  text: string;        // what stood in the field before this key
}

export interface Hand {
  changedAt: number;
  inFlight: boolean;
  burst: string;       // digits of one fast run
  burstAt: number;     // of its last digit
  before: string;      // the field's text before the run
}

export type Verdict =
  | { act: 'enter' }
  | { act: 'scan'; number: string; before: string }
  | { act: 'ignore'; why: 'repeat' | 'composing' | 'too_soon' | 'in_flight' }
  | { act: 'pass' };

export const restingHand: Hand = { changedAt: Number.NEGATIVE_INFINITY, inFlight: false, burst: '', burstAt: 0, before: '' };

export function screenChanged(hand: Hand, at: number): Hand {
  return { ...hand, changedAt: at };
}

export function flight(hand: Hand, inFlight: boolean): Hand {
  return { ...hand, inFlight };
}

export function press(hand: Hand, key: Press): [Hand, Verdict] {
  if (/^[0-9]$/.test(key.key)) return [withDigit(hand, key), { act: 'pass' }];
  if (key.key !== 'Enter') return [{ ...hand, burst: '' }, { act: 'pass' }];
  const rested = { ...hand, burst: '' };
  if (key.isComposing || key.keyCode === 229) return [rested, { act: 'ignore', why: 'composing' }];
  if (key.repeat) return [rested, { act: 'ignore', why: 'repeat' }];
  if (hand.burst.length >= SCANNER_DIGITS && key.at - hand.burstAt < SCANNER_END_MS) {
    return [rested, { act: 'scan', number: hand.burst, before: hand.before }];
  }
  if (hand.inFlight) return [rested, { act: 'ignore', why: 'in_flight' }];
  if (key.at - hand.changedAt < CALM_MS) return [rested, { act: 'ignore', why: 'too_soon' }];
  return [rested, { act: 'enter' }];
}

function withDigit(hand: Hand, key: Press): Hand {
  const goesOn = hand.burst !== '' && key.at - hand.burstAt < SCANNER_GAP_MS;
  return {
    ...hand,
    burst: goesOn ? hand.burst + key.key : key.key,
    burstAt: key.at,
    before: goesOn ? hand.before : key.text,
  };
}
