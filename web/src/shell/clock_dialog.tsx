import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import type { ClockView } from '../api/types';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useProof } from '../form/proof';
import { useWords } from '../words/words';
import { Dialog } from './dialog';

/** Date and time, large: a wrong clock writes into the books what nobody can mend afterwards. Until somebody has confirmed them – two persons after a
 *  jump or a long rest – nothing is sold. When the books are ahead of the clock, it is said since when they were wrong. */
export function ClockDialog({ clock, close }: { clock: ClockView; close: () => void }) {
  const { t, time } = useWords();
  const cache = useQueryClient();
  const zone = useSession().data?.utility?.zone;
  const [name, setName] = useState('');
  const proof = useProof('clock-second', { must: true });
  const [from, setFrom] = useState(clock.newest ?? '');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const two = clock.doubt === 'two_persons';
  const ahead = clock.newest !== null && clock.newest > clock.now;
  const confirm = async (): Promise<void> => {
    const second = two ? { second: proof.sent({ name }) } : {};
    try {
      // Both at once: a code of the second person's telephone is good for one request.
      if (ahead) await post('/clock/correction', { from, to: clock.newest, reason, shown: clock.now, ...second });
      else await post('/clock/confirm', { shown: clock.now, ...second });
      await cache.invalidateQueries({ queryKey: ['session'] });
      close();
    } catch (why) {
      setProblem(proof.hear(why));
    }
  };
  return (
    <Dialog title={t('clock.title')} testid="clock-dialog" close={close}>
      <Form send={() => void confirm()} problem={problem}>
        <p className="clock-large" data-testid="clock-now">{time(clock.now, 'full')}{zone ? ` ${zone}` : ''}</p>
        <p>{clock.expected !== null ? t('clock.why_jump', { expected: time(clock.expected, 'full') }) : t('clock.why_start', { newest: clock.newest === null ? '' : time(clock.newest, 'full') })}</p>
        {ahead && (
          <>
            <p>{t('clock.was_wrong', { newest: time(clock.newest ?? '', 'full') })}</p>
            <TextField id="clock-from" label={t('clock.wrong_from')} value={from} change={setFrom} testid="clock-from" must />
            <TextField id="clock-reason" label={t('clock.reason')} value={reason} change={setReason} testid="clock-reason" must />
          </>
        )}
        {two && (
          <>
            <p>{t('clock.two')}</p>
            <TextField id="clock-second" label={t('sign_in.name')} value={name} change={setName} testid="clock-second-name" must />
            {proof.fields}
          </>
        )}
        <div className="form-actions">
          <button type="submit" className="primary-button" data-testid="clock-confirm">{t('clock.confirm')}</button>
          <button type="button" className="plain-button" data-testid="clock-later" onClick={close}>{t('clock.later')}</button>
        </div>
      </Form>
    </Dialog>
  );
}
