import { useEffect, useRef, useState } from 'react';
import { post, put } from '../../api/client';
import { useSession } from '../../api/hooks';
import { savedMeanwhile } from '../../api/problem';
import { Conflict } from '../../form/conflict';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { Form } from '../../form/form';
import { withNewest } from '../../form/untouched';
import { useFourEyes } from '../../form/use_four_eyes';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import { FORM, LIMITS, type Outlet, type TabOf, bodyOf, formOf } from './outlet';

// What an outlet may: its limits, changed by two; blocked by one at once, let sell again and closed by two.

export function LimitsTab({ outlet, done }: TabOf) {
  const { t, decimal } = useWords();
  const session = useSession().data;
  const writes = may(session, 'outlets_write') && outlet.state !== 'closed';
  const shown = { credit_limit: outlet.credit_limit, sale_limit: outlet.sale_limit, day_limit: outlet.day_limit };
  return (
    <section className="drawer-section" data-testid="outlet-limits">
      <table className="simple-table">
        <caption>{t('outlets.tab.limits')}</caption>
        <tbody>{Object.entries(shown).map(([name, value]) => <tr key={name}><th scope="row">{t(`column.${name}`)}</th><td className="number">{value === null ? '—' : decimal(value)}</td></tr>)}</tbody>
      </table>
      {writes && <Change outlet={outlet} done={done} />}
      {writes && <State outlet={outlet} done={done} />}
    </section>
  );
}

function Change({ outlet, done }: TabOf) {
  const { t } = useWords();
  const digits = useSession().data?.utility?.minor_digits ?? 2;
  const [form, setForm] = useState(formOf(outlet));
  const seen = useRef(formOf(outlet));
  const [version, setVersion] = useState(outlet.version);
  const eyes = useFourEyes((approval) => put<Outlet>(`/outlets/${outlet.code}`, { ...bodyOf(form, digits), version, ...(approval ? { approval } : {}) }), (now: Outlet) => {
    setVersion(now.version);
    seen.current = formOf(now);
    done();
  });
  const theirs = savedMeanwhile<Outlet>(eyes.problem);
  useEffect(() => {
    if (!theirs) return;
    const newest = formOf(theirs), before = seen.current;
    setForm((typed) => withNewest(FORM, typed, before, newest));
    seen.current = newest;
  }, [theirs]);
  const set = (name: string, value: string): void => setForm((old) => ({ ...old, [name]: value }));
  const field = (name: (typeof FORM)[number], testid: string, note?: string) => {
    const props = { id: testid, label: t(`column.${name}`), note, value: form[name], change: (value: string) => set(name, value), testid };
    return LIMITS.some((limit) => limit === name) ? <AmountInput {...props} /> : <TextField {...props} />;
  };
  if (eyes.second) return <>{eyes.second}</>;
  return (
    <Form send={eyes.go} busy={eyes.running} problem={eyes.problem} testid="outlet-limits-form">
      <h3>{t('outlets.change_limits')}</h3>
      {theirs && <Conflict names={[...FORM]} mine={form} theirs={formOf(theirs)} take={set} settle={() => { setVersion(theirs.version); eyes.forget(); }} />}
      {field('name', 'outlet-name')}
      {field('contact', 'outlet-contact')}
      {field('credit_limit', 'outlet-credit')}
      {field('sale_limit', 'outlet-sale', t('field_note.no_limit'))}
      {field('day_limit', 'outlet-day', t('field_note.no_limit'))}
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="outlet-limits-save">{t('outlets.change_limits')}</button></div>
    </Form>
  );
}

function State({ outlet, done }: TabOf) {
  const { t } = useWords();
  const [to, setTo] = useState<'active' | 'blocked' | 'closed'>('blocked');
  const offered = outlet.state === 'active' ? (['blocked', 'closed'] as const) : (['active', 'closed'] as const);
  const chosen = offered.find((one) => one === to) ?? offered[0];
  const eyes = useFourEyes((approval) => post<Outlet>(`/outlets/${outlet.code}/state`, { state: chosen, ...(approval ? { approval } : {}) }), done);
  if (eyes.second) return <>{eyes.second}</>;
  const words = { active: 'outlets.unblock', blocked: 'outlets.block', closed: 'outlets.close' };
  return (
    <Form send={eyes.go} busy={eyes.running} problem={eyes.problem} testid="outlet-state-form">
      <fieldset>
        <legend>{t('column.state')}</legend>
        {offered.map((one) => (
          <label key={one}><input type="radio" name="outlet-state" checked={chosen === one} data-testid={`outlet-state-${one}`} onChange={() => setTo(one)} /> {t(words[one])}</label>
        ))}
      </fieldset>
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="outlet-state-save">{t(words[chosen])}</button></div>
    </Form>
  );
}
