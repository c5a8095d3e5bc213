import { useEffect, useState } from 'react';
import type * as D from '../../api/described';
import { post } from '../../api/client';
import { savedMeanwhile } from '../../api/problem';
import { TextArea, TextField } from '../../form/fields';
import { Form } from '../../form/form';
import { useFourEyes } from '../../form/use_four_eyes';
import { useWords } from '../../words/words';
import type { Line } from './layout';

interface Props { kind: string; lines: Line[]; version: string; done: () => void; overtaken: () => void }

/** Where each member of the request is filled in. */
const PLACES = { from: 'slip-day', reason: 'slip-reason' };

/** From when on slips look like that, and why. The second person reads every line, here or elsewhere. `version`: of the layout that was seen. */
export function SlipForm({ kind, lines, version, done, overtaken }: Props) {
  const { t } = useWords();
  const [wanted, setWanted] = useState({ day: '', time: '', reason: '' });
  const set = (change: Partial<typeof wanted>): void => setWanted((now) => ({ ...now, ...change }));
  const from = wanted.day === '' ? '' : wanted.time === '' ? wanted.day : `${wanted.day} ${wanted.time}`;
  const request = { lines, version, reason: wanted.reason.trim(), ...(from === '' ? {} : { from }) };
  const eyes = useFourEyes<D.SlipTemplateStep>((approval) => post(`/slip-templates/${encodeURIComponent(kind)}`, { ...request, ...(approval ? { approval } : {}) }), done);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => { if (savedMeanwhile(eyes.problem)) overtaken(); }, [eyes.problem]);
  if (eyes.second) return <section className="slip-form">{eyes.second}</section>;
  return (
    <Form className="slip-form form" testid="slip-form" aria-labelledby="slip-form-head" send={eyes.go} busy={eyes.running} problem={eyes.problem} places={PLACES}>
      <h3 id="slip-form-head">{t('slips.change')}</h3>
      <TextField id="slip-day" label={t('setting.from')} type="date" value={wanted.day} change={(day) => set({ day })} testid="slip-day" note={t('setting.from_empty')} />
      {wanted.day !== '' && <TextField id="slip-time" label={t('setting.from_time')} type="time" value={wanted.time} change={(time) => set({ time })} testid="slip-time" note={t('form.optional')} />}
      <TextArea id="slip-reason" label={t('setting.reason')} value={wanted.reason} change={(reason) => set({ reason })} testid="slip-reason" must />
      <div className="slip-tools"><button type="submit" className="primary-button" data-testid="slip-ask" disabled={eyes.running}>{t('setting.ask')}</button></div>
    </Form>
  );
}
