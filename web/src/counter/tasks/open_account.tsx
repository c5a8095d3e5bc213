import { useRef, useState, type FormEvent } from 'react';
import { post } from '../../api/client';
import { newKey } from '../../api/key';
import { Problem, asProblem } from '../../api/problem';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { uses } from '../../shell/permissions';
import { useWords } from '../../words/words';
import { CheckStep, CustomerStep, FirstSaleStep, SupplyStep } from './open_account_steps';
import { emptyOpening, missing, openingBody, type Opening } from './opening';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

const STEPS = ['customer', 'supply', 'first_sale', 'check'] as const;

/** Customer – place and meter – tariff and first sale – one confirmation. May stop after any step and be kept as a draft. */
export function OpenAccount({ counter }: TaskProps) {
  const { t } = useWords();
  const task = useTaskSale(counter, '/accounts/open');
  const [step, setStep] = useState(0);
  const [opening, setOpening] = useState<Opening>(emptyOpening);
  const [tried, setTried] = useState(false);
  const [draft, setDraft] = useState<{ done?: boolean; problem?: Problem }>({});
  const draftKey = useRef(newKey());
  const name = STEPS[step]!;
  const gaps = missing(opening, name, counter.digits);
  const ready = opening.byLink || Boolean(counter.card);
  /** What was confirmed was confirmed of what stood there. */
  const change = (part: Partial<Opening>): void => setOpening((old) => ({ ...old, confirmed: '', ...part }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(gaps.length > 0);
    if (gaps.length > 0) return;
    if (name !== 'check') return setStep(step + 1);
    if (ready) void task.send(openingBody(opening, counter.digits));
  };
  const keep = async (): Promise<void> => {
    try {
      const { first_sale: _, draft: _known, ...body } = openingBody({ ...opening, scheme: '', byLink: false }, counter.digits);
      await post('/accounts/drafts', body, { key: draftKey.current });
      setDraft({ done: true });
    } catch (reason) {
      draftKey.current = newKey();
      setDraft({ problem: asProblem(reason) });
    }
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  const props = { opening, change, gaps: tried ? gaps : [], counter };
  return (
    <form className="task open-account" onSubmit={submit} data-testid="open-account" data-step={name}>
      <ol className="step-bar" aria-label={t('open.steps')}>
        {STEPS.map((each, index) => (
          <li key={each} className={index === step ? 'is-running' : index < step ? 'is-done' : ''} aria-current={index === step ? 'step' : undefined}>
            <button type="button" disabled={index > step} onClick={() => setStep(index)} data-testid={`open-step-${each}`}>{index + 1} {t(`open.step.${each}`)}</button>
          </li>
        ))}
      </ol>
      <ProblemNote problem={task.problem ?? draft.problem} />
      {draft.done && <p className="note" role="status">{t('open.draft_kept')}</p>}
      <div className="step-body">
        {name === 'customer' && uses(counter.session, ['purse']) && <button type="button" className="quiet-button" data-testid="open-on-purse" onClick={() => counter.setTask('purse_first')}>{t('open.on_purse')}</button>}
        {name === 'customer' && <CustomerStep {...props} />}
        {name === 'supply' && <SupplyStep {...props} />}
        {name === 'first_sale' && <FirstSaleStep {...props} />}
        {name === 'check' && <CheckStep {...props} />}
      </div>
      <div className="band-actions">
        {name === 'check' && <button type="button" className="big-button plain" data-testid="open-draft" onClick={() => void keep()}>{t('open.keep_draft')}</button>}
        <button type="submit" className="big-button" data-testid="open-next" aria-disabled={name === 'check' && !ready}>
          {name !== 'check' ? t('form.next') : opening.byLink ? t('open.do_link') : counter.card ? t('open.do') : t('counter.put_blank')}
        </button>
      </div>
    </form>
  );
}
