import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { post } from '../api/client';
import { asProblem } from '../api/problem';
import type { Request } from '../api/types';
import { useWords } from '../words/words';
import { TextField } from './fields';
import { ProblemNote } from './problem_note';
import { ProposalSays } from './proposal';
import { useProof } from './proof';
import { useWithdrawal } from './use_withdrawal';

interface Props { asked: Request; approved: () => void; cancel: () => void; withdrawn: () => void }

/** Four eyes in the same dialog: the first person stays signed in, the second one gives name and password here, and what else proves him. */
export function SecondPerson({ asked, approved, cancel, withdrawn }: Props) {
  const { t } = useWords();
  const back = useWithdrawal(asked.number, withdrawn);
  const [name, setName] = useState('');
  const proof = useProof('second');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const approve = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      await post(`/approvals/${asked.number}/approve`, proof.sent({ name }));
      approved();
    } catch (reason) {
      const heard = proof.hear(reason);
      // Somebody has decided it at another screen meanwhile: the server says what became of it when the same is asked for again.
      if (asProblem(reason).body.code === 'approval_decided') approved();
      else setProblem(heard);
    } finally {
      setBusy(false);
    }
  };
  // Out of this question, not out of the dialog that asks it: what was typed there is not lost, and the request waits.
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  };
  return (
    <form className="task second-person" onKeyDown={keys} onSubmit={(event) => void approve(event)} data-testid="second-person">
      <p className="band-word">{t('approval.second_person')}</p>
      <div data-testid="second-what"><ProposalSays content={asked.content} /></div>
      <p>{t('approval.second_person_why', { number: asked.number })}</p>
      <ProblemNote problem={problem ?? back.problem} />
      <TextField id="second-name" label={t('sign_in.name')} value={name} change={setName} testid="second-name" autoFocus />
      {proof.fields}
      <div className="band-actions">
        <button type="button" className="big-button plain" data-testid="second-later" onClick={cancel}>{t('approval.later')}</button>
        <button type="button" className="big-button plain" data-testid="second-withdraw" onClick={back.withdraw}>{t('approval.withdraw')}</button>
        <button type="submit" className="big-button" data-testid="second-approve">{t('approval.approve')}</button>
      </div>
    </form>
  );
}
