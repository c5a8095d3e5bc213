import { useState, type FormEvent } from 'react';
import { post } from '../api/client';
import { TextField } from '../form/fields';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { TagOf } from '../shell/marks';
import { useWords } from '../words/words';
import { settingText, type Setting, type SettingStep } from './setting';

/** Before and after, who wanted it, who agreed, and why. What has not come yet may be withdrawn, by two. */
export function SettingHistory({ setting, changes, done }: { setting: Setting; changes: boolean; done: () => void }) {
  const { t } = useWords();
  const steps = setting.history ?? [];
  return (
    <section className="drawer-section" data-testid="setting-history">
      <h3>{t('setting.history')}</h3>
      {steps.length === 0 && <p className="quiet">{t('setting.history_empty')}</p>}
      {steps.map((step) => <Step key={step.number} setting={setting} step={step} changes={changes} done={done} />)}
    </section>
  );
}

function Step({ setting, step, changes, done }: { setting: Setting; step: SettingStep; changes: boolean; done: () => void }) {
  const words = useWords();
  const { t } = words;
  const who = step.approved_by !== '' ? `${step.asked_by}, ${step.approved_by}` : `${step.asked_by}, ${t(`setting.alone.${step.why_alone}`)}`;
  return (
    <section className="card" data-testid={`step-${step.number}`} data-state={step.state}>
      <dl className="row-facts">
        <div><dt>{t('setting.column.scope')}</dt><dd>{t(`setting.scope.${step.scope}`, { of: step.of })} <TagOf kind="setting" value={step.state} /></dd></div>
        <div><dt>{t('setting.column.before')}</dt><dd>{settingText(words, setting.kind, step.before)}</dd></div>
        <div><dt>{t('setting.column.after')}</dt><dd data-testid={`after-${step.number}`}>{settingText(words, setting.kind, step.value)}</dd></div>
        <div><dt>{t('setting.column.from')}</dt><dd>{words.time(step.in_force, 'minute')}</dd></div>
        <div><dt>{t('setting.column.who')}</dt><dd>{who}</dd></div>
        <div><dt>{t('setting.column.reason')}</dt><dd>{step.reason}</dd></div>
      </dl>
      {step.state === 'withdrawn' && <p className="quiet">{t('setting.withdrawn_by', { who: step.withdrawn_by, second: step.withdrawal_approved_by || '—', reason: step.withdrawal_reason })}</p>}
      {step.state === 'coming' && changes && <Withdraw step={step} done={done} />}
    </section>
  );
}

function Withdraw({ step, done }: { step: SettingStep; done: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const eyes = useFourEyes<SettingStep>((approval) => post(`/settings/${step.number}/withdraw`, { reason, ...(approval ? { approval } : {}) }), done);
  if (eyes.second) return eyes.second;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    eyes.go();
  };
  return (
    <form onSubmit={send} data-testid={`withdraw-form-${step.number}`}>
      <ProblemNote problem={eyes.problem} />
      <TextField id={`withdraw-${step.number}`} label={t('setting.withdraw_reason')} value={reason} change={setReason} testid={`withdraw-reason-${step.number}`} />
      <div className="drawer-tools">
        <button type="submit" className="plain-button" data-testid={`withdraw-${step.number}`} aria-label={t('setting.withdraw_number', { number: step.number })} disabled={eyes.running || reason.trim() === ''}>{t('setting.withdraw')}</button>
      </div>
    </form>
  );
}
