import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { get, post } from '../../api/client';
import { useSession } from '../../api/hooks';
import { figureText } from '../../form/amount';
import { useLeave } from '../../form/leaving';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { Form } from '../../form/form';
import { ProblemNote } from '../../form/problem_note';
import { Dialog } from '../../shell/dialog';
import { may } from '../../shell/permissions';
import { TagOf } from '../../shell/marks';
import { peopleOf } from '../../table/called';
import { unitOf, useWords } from '../../words/words';
import { Finding } from './finding';
import { asksWhy, BECOMES, deedsOf, type Deed, type ReadingHistory, type WorkItem } from './readings';

/** With what somebody opened the drawer: only to look, to do something, or to type what he read. */
export type Intent = Deed | 'type' | null;

interface Props { item: WorkItem; intent: Intent; close: () => void; done: () => void }

/** One meter on its reading day: what stands there and why, what else is known, and what its reviewer may do. */
export function ReadingDrawer({ item, intent, close, done }: Props) {
  const { day } = useWords();
  const session = useSession().data;
  const history = useQuery({
    queryKey: ['reading-days', 'one', item.meter, item.day, item.changes],
    queryFn: ({ signal }) => get<ReadingHistory>(`/reviewed-readings/${item.meter}/${item.day}`, signal),
  });
  return (
    <Dialog title={`${item.meter} · ${day(item.day)}`} testid="drawer" drawer close={close}>
      <p><Link to={`/office/meters?open=${item.meter}`}>{item.meter}</Link> {item.customer_name} {item.address}</p>
      <Facts item={item} />
      {may(session, 'readings_review') && <Decide item={item} intent={intent} done={done} />}
      {may(session, 'readings_write') && item.state !== 'released' && <TypeIn item={item} intent={intent} done={done} />}
      {history.data && <Steps history={history.data} />}
      {history.data && history.data.candidates.length > 0 && <Candidates history={history.data} />}
      {history.isError && <ProblemNote problem={history.error} />}
      <div className="drawer-tools"><Close close={close} /></div>
    </Dialog>
  );
}

/** As the sign in the corner: what was typed is not thrown away by it. */
function Close({ close }: { close: () => void }) {
  const { t } = useWords();
  return <button type="button" className="quiet-button" onClick={useLeave(close)}>{t('form.close')}</button>;
}

function Facts({ item }: { item: WorkItem }) {
  const { t, decimal, time, day, first, unit } = useWords();
  const facts: [string, string][] = [
    ['source', item.source ? t(`reading_source.${item.source}`) : '—'], ['taken', item.taken ? time(item.taken, 'minute') : '—'], ['energy', item.energy ? decimal(item.energy) : '—'],
    ['at_day', item.at_day ? decimal(item.at_day) : '—'], ['before', `${decimal(item.before)}${item.before_day ? ` (${day(item.before_day)})` : ''}`], ['used', decimal(item.used)], ['usual', decimal(item.usual)],
  ];
  const kWh = new Set(['energy', 'at_day', 'before', 'used', 'usual']);
  return (
    <dl className="row-facts">
      <div><dt>{t('column.state')}</dt><dd data-testid="fact-state"><TagOf kind="reviewed_reading" value={item.state} /></dd></div>
      <div><dt>{t('column.finding')}</dt><dd data-testid="fact-finding"><Finding of={item} /></dd></div>
      {(item.also ?? []).length > 0 && <div><dt>{t('column.also')}</dt><dd>{item.also?.map((code) => first([`review_rule.${code}`], code)).join(', ')}</dd></div>}
      {facts.map(([id, text]) => <div key={id}><dt>{t(`column.${id}`)}{kWh.has(id) ? `, ${unit(unitOf(item.commodity))}` : ''}</dt><dd>{text}</dd></div>)}
      {item.reason && <div><dt>{t('column.reason')}</dt><dd>{item.reason}{item.decided_by ? ` (${peopleOf(item, 'decided_by')})` : ''}</dd></div>}
    </dl>
  );
}

function Decide({ item, intent, done }: { item: WorkItem; intent: Intent; done: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const deeds = deedsOf(item.state);
  const act = async (deed: Deed): Promise<void> => {
    try {
      await post(`/reviewed-readings/${item.meter}/${item.day}/state`, { state: BECOMES[deed], changes: item.changes, ...(reason.trim() ? { reason: reason.trim() } : {}) });
      done();
    } catch (why) {
      setProblem(why);
    }
  };
  const chosen = deeds.find((deed) => deed === intent) ?? deeds[0];
  return (
    <Form testid="review-form" send={() => (chosen ? void act(chosen) : undefined)} problem={problem}>
      {deeds.some((deed) => asksWhy(deed, item.state)) && (
        <TextField id="review-reason" label={t('column.reason')} value={reason} change={setReason} testid="review-reason" autoFocus={intent !== null && intent !== 'type'} />
      )}
      <div className="drawer-tools">
        {deeds.map((deed) => (
          <button key={deed} type={deed === chosen ? 'submit' : 'button'} className={deed === chosen ? 'primary-button' : 'plain-button'} data-testid={`deed-${deed}`}
            onClick={deed === chosen ? undefined : () => void act(deed)}>{t(`reading_days.${deed}`)}</button>
        ))}
      </div>
    </Form>
  );
}

function TypeIn({ item, intent, done }: { item: WorkItem; intent: Intent; done: () => void }) {
  const { t, unit } = useWords();
  const [energy, setEnergy] = useState('');
  const [readOn, setReadOn] = useState(item.day);
  const [remark, setRemark] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const save = async (): Promise<void> => {
    try {
      await post('/typed-readings', { meter: item.meter, day: item.day, energy: figureText(energy), read_on: readOn, ...(remark.trim() ? { remark: remark.trim() } : {}) });
      done();
    } catch (why) {
      setProblem(why);
    }
  };
  return (
    <Form testid="type-form" send={() => void save()} problem={problem}>
      <h3>{t('reading_days.type')}</h3>
      <AmountInput figure id="typed-energy" label={t('reading_days.register', { unit: unit(unitOf(item.commodity)) })} value={energy} change={setEnergy} testid="typed-energy" must autoFocus={intent === 'type'} />
      <TextField id="typed-on" type="date" label={t('column.read_on')} value={readOn} change={setReadOn} testid="typed-on" must />
      <TextField id="typed-remark" label={t('column.remark')} note={t('form.optional')} value={remark} change={setRemark} testid="typed-remark" />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="typed-save">{t('reading_days.save')}</button></div>
    </Form>
  );
}

function Steps({ history }: { history: ReadingHistory }) {
  const { t, time, decimal } = useWords();
  if (history.steps.length === 0) return null;
  return (
    <section className="drawer-section scroll-x" tabIndex={0} role="region" aria-label={t('reading_days.steps')} data-testid="review-steps" data-rows={history.steps.length}>
      <table className="simple-table">
        <caption>{t('reading_days.steps')}</caption>
        <thead><tr><th scope="col">{t('column.time')}</th><th scope="col">{t('column.state')}</th><th scope="col" className="number">{t('column.energy')}</th><th scope="col">{t('column.decided_by')}</th><th scope="col">{t('column.reason')}</th></tr></thead>
        <tbody>
          {history.steps.map((step) => (
            <tr key={step.number}>
              <td>{time(step.time, 'minute')}</td><td>{t(`state.reviewed_reading.${step.state}`)}</td><td className="number">{decimal(step.energy)}</td>
              <td>{peopleOf(step, 'decided_by') || t('reading_days.by_rules')}</td><td>{step.reason || <Finding of={step} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Candidates({ history }: { history: ReadingHistory }) {
  const { t, time, decimal } = useWords();
  return (
    <section className="drawer-section" data-testid="review-candidates">
      <table className="simple-table">
        <caption>{t('reading_days.candidates')}</caption>
        <thead><tr><th scope="col">{t('column.taken')}</th><th scope="col">{t('column.source')}</th><th scope="col" className="number">{t('column.energy')}</th></tr></thead>
        <tbody>{history.candidates.map((one, index) => <tr key={index}><td>{time(one.taken, 'minute')}</td><td>{t(`reading_source.${one.source}`)}</td><td className="number">{decimal(one.energy)}</td></tr>)}</tbody>
      </table>
    </section>
  );
}
