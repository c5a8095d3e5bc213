import { useState, type FormEvent } from 'react';
import { TextField } from '../form/fields';
import { ProblemNote } from '../form/problem_note';
import { useWrongField } from '../form/wrong_field';
import { useFourEyes } from '../form/use_four_eyes';
import { useWords } from '../words/words';

interface Props { number: number; send: (body: { reason: string; approval?: number }) => Promise<object>; done: () => void }

/** What was agreed to and has not come yet is withdrawn, with a reason, by two. */
export function WithdrawForm({ number, send, done }: Props) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const eyes = useFourEyes<object>((approval) => send({ reason, ...(approval ? { approval } : {}) }), done);
  const wrong = useWrongField(eyes.problem, { reason: `withdraw-${number}` });
  if (eyes.second) return eyes.second;
  const go = (event: FormEvent): void => {
    event.preventDefault();
    eyes.go();
  };
  return (
    <form onSubmit={go} data-testid={`withdraw-form-${number}`}>
      <ProblemNote problem={wrong.elsewhere} />
      <TextField id={`withdraw-${number}`} label={t('setting.withdraw_reason')} value={reason} change={setReason} testid={`withdraw-reason-${number}`} error={wrong.at('reason')} />
      <div className="drawer-tools">
        <button type="submit" className="plain-button" data-testid={`withdraw-${number}`} aria-label={t('setting.withdraw_number', { number })} disabled={eyes.running || reason.trim() === ''}>{t('setting.withdraw')}</button>
      </div>
    </form>
  );
}
