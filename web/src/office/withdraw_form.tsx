import { useState } from 'react';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { useWords } from '../words/words';

interface Props { number: number; send: (body: { reason: string; approval?: number }) => Promise<object>; done: () => void }

/** What was agreed to and has not come yet is withdrawn, with a reason, by two. */
export function WithdrawForm({ number, send, done }: Props) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const eyes = useFourEyes<object>((approval) => send({ reason, ...(approval ? { approval } : {}) }), done);
  if (eyes.second) return eyes.second;
  return (
    <Form className="" send={eyes.go} busy={eyes.running} problem={eyes.problem} places={{ reason: `withdraw-${number}` }} testid={`withdraw-form-${number}`}>
      <TextField id={`withdraw-${number}`} label={t('setting.withdraw_reason')} value={reason} change={setReason} testid={`withdraw-reason-${number}`} must />
      <div className="drawer-tools">
        <button type="submit" className="plain-button" data-testid={`withdraw-${number}`} aria-label={t('setting.withdraw_number', { number })} disabled={eyes.running}>{t('setting.withdraw')}</button>
      </div>
    </Form>
  );
}
