import { post } from '../api/client';
import { TagOf } from '../shell/marks';
import { useWords } from '../words/words';
import { TakenBack, WhoAgreed } from './agreement';
import { WithdrawForm } from './withdraw_form';
import { settingText, type Setting, type SettingStep } from './setting';

/** Before and after, who wanted it, who agreed, and why. What has not come yet may be withdrawn, by two. */
export function SettingHistory({ setting, changes, withdrawn }: { setting: Setting; changes: boolean; withdrawn: (step: SettingStep) => void }) {
  const { t } = useWords();
  const steps = setting.history ?? [];
  return (
    <section className="drawer-section" data-testid="setting-history">
      <h3>{t('setting.history')}</h3>
      {steps.length === 0 && <p className="quiet">{t('setting.history_empty')}</p>}
      {steps.map((step) => <Step key={step.number} setting={setting} step={step} changes={changes} withdrawn={withdrawn} />)}
    </section>
  );
}

function Step({ setting, step, changes, withdrawn }: { setting: Setting; step: SettingStep; changes: boolean; withdrawn: (step: SettingStep) => void }) {
  const words = useWords();
  const { t } = words;
  return (
    <section className="card" data-testid={`step-${step.number}`} data-state={step.state}>
      <dl className="row-facts">
        <div><dt>{t('setting.column.scope')}</dt><dd>{t(`setting.scope.${step.scope}`, { of: step.of })} <TagOf kind="setting" value={step.state} /></dd></div>
        <div><dt>{t('setting.column.before')}</dt><dd>{settingText(words, setting.kind, step.before)}</dd></div>
        <div><dt>{t('setting.column.after')}</dt><dd data-testid={`after-${step.number}`}>{settingText(words, setting.kind, step.value)}</dd></div>
        <div><dt>{t('setting.column.from')}</dt><dd>{words.time(step.in_force, 'minute')}</dd></div>
        <WhoAgreed step={step} />
        <div><dt>{t('setting.column.reason')}</dt><dd>{step.reason}</dd></div>
      </dl>
      <TakenBack step={step} />
      {step.state === 'coming' && changes && <WithdrawForm number={step.number} done={() => withdrawn(step)} send={(body) => post(`/settings/${step.number}/withdraw`, body)} />}
    </section>
  );
}
