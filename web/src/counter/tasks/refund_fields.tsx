import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { useWords } from '../../words/words';
import { missing, WAYS, type Refund, type Typed } from './closing';

interface Props {
  refund: Refund;
  change: (part: Partial<Refund>) => void;
  /** It was sent: what is missing says so. */
  tried: boolean;
  unit: 'money' | 'energy' | 'volume';
  /** It was refused for that: only then somebody is asked. */
  owes: boolean;
  mayHaveArrived: boolean;
}

/** The second visit of a closing: what the meter gave up finds its owner. */
export function RefundFields({ refund, change, tried, unit, owes, mayHaveArrived }: Props) {
  const { t, currency } = useWords();
  const gaps = tried ? missing(refund) : [];
  const props = (id: Typed, label: string, note?: string) => ({
    id: `close-${id}`, label, note, value: refund[id], testid: `close-${id}`, change: (value: string) => change({ [id]: value }), error: gaps.includes(id) ? t('form.must_fill') : undefined,
  });
  const { way, dead, inDoubt, claimDebt } = refund;
  const held = unit === 'money' ? t('swap.remaining', { currency }) : t('swap.remaining_units', { unit: unit === 'energy' ? 'kWh' : 'm³' });
  return (
    <>
      <TextField {...props('reason', t('word.reason'))} />
      <fieldset className="field">
        <legend>{t('close.leftover')}</legend>
        {WAYS.map((each) => (
          <label key={each} className="radio-row">
            <input type="radio" name="leftover" checked={way === each} onChange={() => change({ way: each })} data-testid={`close-way-${each}`} /><span>{t(`close.way.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      {way === 'to_account' && <TextField {...props('to_account', t('close.to_account'), t('close.to_account_note'))} />}
      {way === 'transfer' && <TextField {...props('reference', t('close.reference'))} />}
      <AmountInput {...props('last_register', t('close.last_register'), t('swap.last_register_note'))} figure />
      <Check testid="close-dead" on={dead} change={(on) => change({ dead: on })} label={t('swap.dead')} />
      {dead && <AmountInput {...props('remaining', held)} figure={unit !== 'money'} />}
      {dead && <p className="note">{t('swap.two_people')}</p>}
      {dead && (mayHaveArrived || inDoubt) && <Check testid="close-in-doubt" on={inDoubt} change={(on) => change({ inDoubt: on })} label={t('close.leave_in_doubt')} />}
      {(owes || claimDebt) && <Check testid="close-claim-debt" on={claimDebt} change={(on) => change({ claimDebt: on })} label={t('close.claim_debt')} />}
    </>
  );
}

export function Check({ testid, on, change, label }: { testid: string; on: boolean; change: (on: boolean) => void; label: string }) {
  return <label className="radio-row"><input type="checkbox" checked={on} onChange={(event) => change(event.target.checked)} data-testid={testid} /><span>{label}</span></label>;
}
