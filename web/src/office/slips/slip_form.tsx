import { useEffect, useState, type FormEvent } from 'react';
import type * as D from '../../api/described';
import { post } from '../../api/client';
import { savedMeanwhile } from '../../api/problem';
import { TextArea, TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { useWrongField } from '../../form/wrong_field';
import { useFourEyes } from '../../form/use_four_eyes';
import { useWords } from '../../words/words';
import type { Line } from './layout';

interface Props { kind: string; lines: Line[]; version: string; done: () => void; overtaken: () => void }

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
  const wrong = useWrongField(eyes.problem, { from: 'slip-day', reason: 'slip-reason' });
  if (eyes.second) return <section className="slip-form">{eyes.second}</section>;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    eyes.go();
  };
  return (
    <form className="slip-form form" data-testid="slip-form" aria-labelledby="slip-form-head" onSubmit={send}>
      <h3 id="slip-form-head">{t('slips.change')}</h3>
      <ProblemNote problem={wrong.elsewhere} />
      <TextField id="slip-day" label={t('setting.from')} type="date" value={wanted.day} change={(day) => set({ day })} testid="slip-day" note={t('setting.from_empty')} error={wrong.at('from')} />
      {wanted.day !== '' && <TextField id="slip-time" label={t('setting.from_time')} type="time" value={wanted.time} change={(time) => set({ time })} testid="slip-time" note={t('form.optional')} />}
      <TextArea id="slip-reason" label={t('setting.reason')} value={wanted.reason} change={(reason) => set({ reason })} testid="slip-reason" error={wrong.at('reason')} />
      <div className="slip-tools"><button type="submit" className="primary-button" data-testid="slip-ask" disabled={eyes.running || request.reason === ''}>{t('setting.ask')}</button></div>
    </form>
  );
}
