import { useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { amountText } from '../form/amount';
import { AmountInput } from '../form/amount_input';
import { TextField } from '../form/fields';
import { useWords } from '../words/words';
import { KeyAction } from './key_action';
import type { KeyDevice } from './types';

/** A load SAM may seal more, where it is: on a reader of the key desk or in its counter, which goes on selling. */
export function RefillSam({ device }: { device: KeyDevice }) {
  const { t } = useWords();
  const digits = useSession().data?.utility?.minor_digits ?? 2;
  const [amount, setAmount] = useState('');
  const [count, setCount] = useState('');
  const [validTo, setValidTo] = useState(device.valid_to ?? '');
  const [tried, setTried] = useState(false);
  const missing = (value: string): string | undefined => (tried && value.trim() === '' ? t('form.must_fill') : undefined);
  const ready = (): boolean => {
    setTried(true);
    return amount.trim() !== '' && /^\d+$/.test(count.trim()) && validTo !== '';
  };
  return (
    <KeyAction label={t('load_sam.refill')} testid="sam-refill" what={t('load_sam.refill_what', { serial: device.serial })} ready={ready}
      send={({ reason, approval, key }) => post(`/keys/devices/${encodeURIComponent(device.serial)}/quota`, { amount: amountText(amount, digits), count: Number(count), valid_to: validTo, reason, ...(approval ? { approval } : {}) }, { key })}>
      <div className="two-columns">
        <AmountInput id="sam-amount" label={t('load_sam.amount')} value={amount} change={setAmount} testid="sam-amount" error={missing(amount)} />
        <TextField id="sam-count" label={t('load_sam.count')} value={count} change={setCount} testid="sam-count" error={missing(count)} />
      </div>
      <TextField id="sam-valid-to" label={t('column.valid_to')} type="date" value={validTo} change={setValidTo} testid="sam-valid-to" error={missing(validTo)} />
    </KeyAction>
  );
}
