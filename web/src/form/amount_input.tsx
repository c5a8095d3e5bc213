import { useEffect, useRef, useState } from 'react';
import { useSession } from '../api/hooks';
import { useWords } from '../words/words';
import { amountSays, inMark, keepAmountCharacters, parseAmount, readFigure, type ParsedAmount } from './amount';
import { useFault } from './faults';
import { Frame, standing } from './fields';

interface Props {
  id: string;
  label: string;
  value: string;
  change: (value: string) => void;
  testid: string;
  error?: string;
  /** Nothing is sent without it: its form says so at the field. */
  must?: boolean;
  autoFocus?: boolean;
  note?: string;
  /** Most decimals, where it is no money of the utility. */
  digits?: number;
  /** A register, units, a price: its decimals no currency says. */
  figure?: boolean;
  /** May be below zero. */
  signed?: boolean;
}

/** A field for money: digits and a mark, text selected on focus, no spinner, no wheel. It says itself why its text is no amount, and shows after it what was understood. */
export function AmountInput({ id, label, value, change, testid, error: wrong, must, autoFocus, note, digits, figure, signed }: Props) {
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(false);
  const minor = useSession().data?.utility?.minor_digits ?? 2;
  useEffect(() => { if (autoFocus) field.current?.focus(); }, [autoFocus]);
  const sign = signed ? /^\s*[-−]/.exec(value)?.[0] ?? '' : '';
  const bare = value.slice(sign.length);
  const parsed: ParsedAmount = figure ? readFigure(bare, digits) : parseAmount(bare, digits ?? minor);
  const lacks = must && value.trim() === '' ? (figure ? 'form.must_fill' : 'amount.empty') : undefined;
  const error = useFault(id, wrong, lacks);
  const unread = !parsed.ok && (bare.trim() !== '' || sign !== '') ? amountSays(parsed, words) : undefined;
  const said = unread && (left || error) ? unread : unread ? undefined : error;
  const leave = (): void => {
    setLeft(true);
    if (!parsed.ok) return;
    const shown = `${sign === '' ? '' : '-'}${inMark(parsed.value, words.language)}`;
    if (shown !== value) change(shown);
  };
  return (
    <Frame id={id} label={label} error={said} note={note}>
      <input id={id} ref={field} data-testid={testid} className="text-input amount-input" inputMode="decimal" autoComplete="off" value={value} data-unread={unread ? true : undefined}
        {...standing({ id, must, lacks, error: said, note })}
        onChange={(event) => change(keepAmountCharacters(event.target.value))} onFocus={(event) => event.target.select()} onBlur={leave} />
    </Frame>
  );
}
