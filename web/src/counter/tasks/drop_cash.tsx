import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import type * as D from '../../api/described';
import { post } from '../../api/client';
import { newKey } from '../../api/key';
import { asProblem, type Problem } from '../../api/problem';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { useProof } from '../../form/proof';
import { useWrongField } from '../../form/wrong_field';
import { useWords } from '../../words/words';
import { HousePaper } from '../house_paper';
import type { TaskProps } from './task';

type Dropped = D.CashDrop;

/** Cash of the drawer goes to the safe while the shift goes on; a second person signs for it. */
export function DropCash({ counter }: TaskProps) {
  const words = useWords();
  const { t } = words;
  const cache = useQueryClient();
  const key = useRef(newKey());
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const [bag, setBag] = useState('');
  const [name, setName] = useState('');
  const proof = useProof('drop-second');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const wrong = useWrongField(problem, { amount: 'drop-amount', bag: 'drop-bag' });
  const amount = parseAmount(typed, counter.digits);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!amount.ok) return;
    try {
      setDropped(await post<Dropped>('/shifts/current/drops', { amount: amount.value, bag: bag.trim(), ...(name ? { taken_by: proof.sent({ name }) } : {}) }, { key: key.current }));
      for (const queryKey of [['shift'], ['list']]) void cache.invalidateQueries({ queryKey });
    } catch (why) {
      key.current = newKey();
      setProblem(proof.hear(why) ? asProblem(why) : null);
    }
  };
  if (dropped) {
    return (
      <div className="task" data-testid="dropped">
        <p className="band-word">{t('drop.done', { number: dropped.number })}</p>
        <p className="band-sum">{words.money(dropped.amount)}</p>
        <HousePaper path={dropped.slip_url} testid="drop-slip" byItself />
        <div className="band-actions">
          <button type="button" className="big-button" data-testid="drop-leave" autoFocus onClick={() => counter.setTask(null)}>{t('form.done')}</button>
        </div>
      </div>
    );
  }
  return (
    <form className="task" onSubmit={(event) => void submit(event)} data-testid="drop-cash">
      <ProblemNote problem={wrong.elsewhere} />
      <p className="note">{t('drop.say')}</p>
      <AmountInput id="drop-amount" label={t('drop.amount', { currency: words.currency })} value={typed} change={setTyped} testid="drop-amount" autoFocus
        error={tried && !amount.ok ? t('amount.empty') : wrong.at('amount')} />
      <TextField id="drop-bag" label={t('slip.drop.bag')} value={bag} change={setBag} testid="drop-bag" error={wrong.at('bag')} />
      <TextField id="drop-second" label={t('drop.taken_by')} value={name} change={setName} testid="drop-second-name" />
      {proof.fields}
      <button type="submit" className="big-button" data-testid="drop-submit">{t('drop.do')}</button>
    </form>
  );
}
