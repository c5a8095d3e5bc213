import type { ReactNode } from 'react';
import { useWords } from '../words/words';

export type Tone = 'good' | 'warning' | 'bad' | 'info' | 'plain';

const SIGNS: Record<Tone, string> = { good: '✓', warning: '⚠', bad: '✕', info: '…', plain: '•' };

/** A state: word and sign, never colour alone. */
export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`tag ${tone}`}><span aria-hidden="true">{SIGNS[tone]}</span> {children}</span>;
}

const TONES: Record<string, Record<string, Tone>> = {
  sale: { booked: 'info', carried: 'good', applied: 'good', in_doubt: 'warning', taking_back: 'warning', taken_back: 'plain', reversed: 'plain' },
  account: { draft: 'info', open: 'good', closing: 'warning', closed: 'plain' },
  customer: { active: 'good', blocked: 'bad' },
  meter: { stock: 'plain', installed: 'good', removed: 'plain' },
  card: { new: 'info', active: 'good', blocked: 'bad', replaced: 'plain', closed: 'plain', spoiled: 'bad' },
  purse: { granted: 'info', active: 'good', blocked: 'bad', paid_over: 'plain', closed: 'plain' },
  shift: { open: 'good', closed: 'plain' },
  outlet: { active: 'good', blocked: 'bad', closed: 'plain' },
  operator: { active: 'good', locked: 'bad', removed: 'plain' },
  service_point: { active: 'good' },
  link: { active: 'good', stopped: 'plain' },
  command: { queued: 'info', sent: 'info', unknown: 'warning', done: 'good', refused: 'bad', expired: 'bad', cancelled: 'plain' },
  plan: { draft: 'warning', published: 'good' },
  key: { created: 'info', pending: 'warning', active: 'good', retiring: 'warning', retired: 'plain', destroyed: 'plain' },
  key_device: { new: 'info', active: 'good', void: 'bad', spoiled: 'bad' },
  ceremony: { open: 'info', formed: 'good', abandoned: 'plain' },
  campaign: { running: 'info', done: 'good', stopped: 'warning' },
  setting: { coming: 'info', in_force: 'good', past: 'plain', withdrawn: 'plain' },
  reviewed_reading: { missing: 'warning', plausible: 'info', suspicious: 'warning', rejected: 'bad', estimated: 'info', released: 'good' },
  reading_route: { active: 'good', stopped: 'plain' },
  decision: { waiting: 'warning', approved: 'good', rejected: 'bad', used: 'plain', withdrawn: 'plain', lapsed: 'plain' },
};

const STEPS: Record<string, Tone> = { in_doubt: 'warning', unproven: 'warning', contradicted: 'warning', not_carried: 'warning', carry_again: 'warning', taking_back: 'warning', taken_back: 'plain', reversed: 'plain' };

/** A step on the way of a sale: what proves nothing or the contrary is not as what was reached. */
export const toneOfStep = (what: string): Tone => STEPS[what] ?? 'good';

/** Texts for a state's code of some kind of thing. */
export function stateTexts(kind: string, value: string): string[] {
  return [`state.${kind}.${value || 'none'}`, `${kind}_state.${value}`];
}

/** A state's code of some kind of thing as its word: texts `state.<kind>.<code>` or `<kind>_state.<code>`. */
export function TagOf({ kind, value, short }: { kind: string; value: string; short?: boolean }) {
  const { first } = useWords();
  const word = first(stateTexts(kind, value), value || '—');
  const tone = TONES[kind]?.[value] ?? 'plain';
  if (short) return <span className={`tag ${tone} short`} title={word}><span aria-hidden="true">{SIGNS[tone]}</span><span className="visually-hidden">{word}</span></span>;
  return <Tag tone={tone}>{word}</Tag>;
}

const SHAPES: Record<string, string> = {
  electricity: 'M7 0 1 9h4L4 16l7-9H7z',
  gas: 'M6 0c1 4 5 5 5 10a5 5 0 0 1-10 0c0-2 1-3 2-4 0 2 1 3 2 3 1-3-1-5 1-9z',
  purse: 'M0 3h12v3H0zm0 4h12v6H0zm7 2v2h3V9z',
  water: 'M6 0c2 4 5 7 5 10a5 5 0 0 1-10 0c0-3 3-6 5-10z',
};

/** What somebody is supplied with: sign and word. */
export function CommodityTag({ of }: { of: string }) {
  const { first } = useWords();
  return (
    <span className={`commodity ${of}`} data-testid={`commodity-${of}`}>
      <svg viewBox="0 0 12 16" width="9" height="12" aria-hidden="true" focusable="false"><path d={SHAPES[of] ?? SHAPES['electricity']!} fill="currentColor" /></svg> {first([`commodity.${of}`], of)}
    </span>
  );
}

/** One figure with its name: right aligned, tabular. */
export function Figure({ name, note, testid, children }: { name: string; note?: string; testid?: string; children: ReactNode }) {
  return (
    <div className="figure">
      <dt>{name}{note && <small>{note}</small>}</dt>
      <dd data-testid={testid}>{children}</dd>
    </div>
  );
}
