import { useState } from 'react';
import { post } from '../../api/client';
import { useSession } from '../../api/hooks';
import { TextField } from '../../form/fields';
import { Form } from '../../form/form';
import { useFourEyes } from '../../form/use_four_eyes';
import { may } from '../../shell/permissions';
import { peopleOf } from '../../table/called';
import { useWords } from '../../words/words';
import type { Outlet, TabOf } from './outlet';

// What an outlet gets of a sale, from a day on.

export function CommissionTab({ outlet, done }: TabOf) {
  const { t, day } = useWords();
  const session = useSession().data;
  return (
    <section className="drawer-section" data-testid="outlet-commission">
      {outlet.commissions.length === 0 ? <p className="quiet">{t('outlets.no_rule')}</p> : (
        <table className="simple-table">
          <caption>{t('outlets.tab.commission')}</caption>
          <thead><tr><th scope="col">{t('outlets.rule_from')}</th><th scope="col" className="number">{t('outlets.per_mille')}</th><th scope="col">{t('word.reason')}</th><th scope="col">{t('outlets.agreed_by')}</th></tr></thead>
          <tbody>{outlet.commissions.map((rule) => <tr key={rule.number}><th scope="row">{day(rule.from)}</th><td className="number">{rule.per_mille}</td><td>{rule.reason}</td><td>{peopleOf(rule, 'asked_by', 'approved_by')}</td></tr>)}</tbody>
        </table>
      )}
      {may(session, 'outlets_write') && outlet.state !== 'closed' && <Rule outlet={outlet} done={done} />}
    </section>
  );
}

function Rule({ outlet, done }: TabOf) {
  const { t } = useWords();
  const [rate, setRate] = useState('');
  const [from, setFrom] = useState('');
  const [reason, setReason] = useState('');
  const eyes = useFourEyes(
    (approval) => post<Outlet>(`/outlets/${outlet.code}/commissions`, { per_mille: Number(rate), reason: reason.trim(), ...(from ? { from } : {}), ...(approval ? { approval } : {}) }),
    () => { setRate(''); setReason(''); done(); });
  if (eyes.second) return <>{eyes.second}</>;
  return (
    <Form send={eyes.go} busy={eyes.running} problem={eyes.problem} testid="outlet-rule-form">
      <h3>{t('outlets.agree')}</h3>
      <TextField id="rule-rate" label={t('outlets.per_mille')} value={rate} change={(text) => setRate(text.replace(/\D/g, ''))} testid="rule-rate" must />
      <TextField id="rule-from" type="date" label={t('outlets.rule_from')} note={t('account.today_when_empty')} value={from} change={setFrom} testid="rule-from" />
      <TextField id="rule-reason" label={t('word.reason')} value={reason} change={setReason} testid="rule-reason" must />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="rule-save">{t('outlets.agree')}</button></div>
    </Form>
  );
}
