import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { every } from '../api/lists';
import { figureText } from '../form/amount';
import { AmountInput } from '../form/amount_input';
import { SelectField, TextField } from '../form/fields';
import { useWords } from '../words/words';
import { BASES } from './pump_terms';
import type { Bench } from './use_bench';

const DIGITS = 12;

/** A pump at a well: the books say at which wells meters hang, and whose cards those take. */
export function NewPump({ bench, standing }: { bench: Bench; standing: string[] }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [number, setNumber] = useState('');
  const [basis, setBasis] = useState<string>('energy');
  const [price, setPrice] = useState('0.6000');
  const wells = useQuery({
    queryKey: ['bench', 'well-meters'],
    queryFn: ({ signal }) => every('well-meters', '', signal),
    enabled: open,
    retry: false,
  });
  const hanging = (wells.data?.rows ?? []).filter((row) => !row.last_day && !standing.includes(row.meter));
  const make = (event: FormEvent): void => {
    event.preventDefault();
    if (/^\d{1,12}$/.test(number)) void bench.newPump(number.padStart(DIGITS, '0'), basis, figureText(price));
  };
  return (
    <details className="new-meter" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary data-testid="new-pump">{t('bench.new_pump')}</summary>
      <form onSubmit={make} data-testid="new-pump-form">
        {wells.isPending ? <p className="panel-quiet" role="status">{t('state.loading')}</p> : hanging.length > 0 ? (
          <SelectField id="new-pump-meter" label={t('bench.well_meter')} value={number} change={setNumber} empty={t('bench.choose')} testid="new-pump-meter"
            choices={hanging.map((row) => ({ value: row.meter, label: `${row.well} · ${row.meter}` }))} />
        ) : (
          <TextField id="new-pump-meter" label={t('bench.well_meter')} value={number} change={(typed) => setNumber(typed.replace(/\D/g, '').slice(0, DIGITS))} testid="new-pump-meter" />
        )}
        <SelectField id="new-pump-basis" label={t('bench.basis')} value={basis} change={setBasis} testid="new-pump-basis" choices={BASES.map((value) => ({ value, label: t(`bench.basis.${value}`) }))} />
        <AmountInput figure digits={4} id="new-pump-price" label={t('meter.page.price')} value={price} change={setPrice} testid="new-pump-price" />
        <button type="submit" className="plain-button" data-testid="new-pump-make">{t('bench.put_up')}</button>
      </form>
    </details>
  );
}
