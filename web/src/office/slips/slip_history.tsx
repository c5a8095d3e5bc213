import type * as D from '../../api/described';
import { post } from '../../api/client';
import { WithdrawForm } from '../withdraw_form';
import { TagOf } from '../../shell/marks';
import { useWords } from '../../words/words';
import { TakenBack, WhoAgreed } from '../agreement';
import type { Line } from './layout';

/** Who wanted which layout, who agreed, and why. What has not come yet may be withdrawn, by two; each may be looked at, and begun with. */
export function SlipHistory({ template, changes, look, done }: { template: D.SlipTemplate; changes: boolean; look: (lines: Line[]) => void; done: () => void }) {
  const { t } = useWords();
  return (
    <section className="slip-history" data-testid="slip-history" aria-labelledby="slip-history-head">
      <h3 id="slip-history-head">{t('setting.history')}</h3>
      {template.history.length === 0 && <p className="quiet">{t('setting.history_empty')}</p>}
      {template.history.map((step) => <Step key={step.number} step={step} changes={changes} look={look} done={done} />)}
    </section>
  );
}

function Step({ step, changes, look, done }: { step: D.SlipTemplateStep; changes: boolean; look: (lines: Line[]) => void; done: () => void }) {
  const words = useWords();
  const { t } = words;
  return (
    <section className="card slip-step" data-testid={`step-${step.number}`} data-state={step.state}>
      <dl className="row-facts">
        <div><dt>{t('setting.column.from')}</dt><dd>{words.time(step.in_force, 'minute')} <TagOf kind="setting" value={step.state} /></dd></div>
        <div><dt>{t('slips.column.lines')}</dt><dd>{step.lines.length}</dd></div>
        <WhoAgreed step={step} />
        <div><dt>{t('setting.column.reason')}</dt><dd>{step.reason}</dd></div>
      </dl>
      <TakenBack step={step} />
      <div className="slip-tools"><button type="button" className="plain-button" data-testid={`look-${step.number}`} aria-label={t('slips.look_at_number', { number: step.number })} onClick={() => look(step.lines)}>{t('slips.look_at')}</button></div>
      {step.state === 'coming' && changes && <WithdrawForm number={step.number} done={done} send={(body) => post(`/slip-templates/${step.number}/withdraw`, body)} />}
    </section>
  );
}
