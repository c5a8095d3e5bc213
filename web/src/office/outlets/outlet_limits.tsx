import { useState } from 'react';
import { post, put } from '../../api/client';
import { useSession } from '../../api/hooks';
import { TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { useFourEyes } from '../../form/use_four_eyes';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import { decimalOf, type Outlet } from './outlet';
import type { TabOf } from './outlet_drawer';

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
  const [name, setName] = useState(outlet.name);
  const [contact, setContact] = useState(outlet.contact);
  const [credit, setCredit] = useState(outlet.credit_limit);
  const [sale, setSale] = useState(outlet.sale_limit ?? '');
  const [day, setDay] = useState(outlet.day_limit ?? '');
  const body = { name: name.trim(), contact: contact.trim(), credit_limit: decimalOf(credit), sale_limit: decimalOf(sale), day_limit: decimalOf(day) };
  const eyes = useFourEyes((approval) => put<Outlet>(`/outlets/${outlet.code}`, { ...body, ...(approval ? { approval } : {}) }), done);
  if (eyes.second) return <>{eyes.second}</>;
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); eyes.go(); }} data-testid="outlet-limits-form">
      <h3>{t('outlets.change_limits')}</h3>
      <ProblemNote problem={eyes.problem} />
      <TextField id="outlet-name" label={t('column.name')} value={name} change={setName} testid="outlet-name" />
      <TextField id="outlet-contact" label={t('column.contact')} value={contact} change={setContact} testid="outlet-contact" />
      <TextField id="outlet-credit" label={t('column.credit_limit')} value={credit} change={setCredit} testid="outlet-credit" />
      <TextField id="outlet-sale" label={t('column.sale_limit')} note={t('field_note.no_limit')} value={sale} change={setSale} testid="outlet-sale" />
      <TextField id="outlet-day" label={t('column.day_limit')} note={t('field_note.no_limit')} value={day} change={setDay} testid="outlet-day" />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="outlet-limits-save">{t('outlets.change_limits')}</button></div>
    </form>
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
    <form className="form" onSubmit={(event) => { event.preventDefault(); eyes.go(); }} data-testid="outlet-state-form">
      <ProblemNote problem={eyes.problem} />
      <fieldset>
        <legend>{t('column.state')}</legend>
        {offered.map((one) => (
          <label key={one}><input type="radio" name="outlet-state" checked={chosen === one} data-testid={`outlet-state-${one}`} onChange={() => setTo(one)} /> {t(words[one])}</label>
        ))}
      </fieldset>
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="outlet-state-save">{t(words[chosen])}</button></div>
    </form>
  );
}
