import { useState, type FormEvent } from 'react';
import { post } from '../../api/client';
import { SelectField, TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { useFourEyes } from '../../form/use_four_eyes';
import { useWords } from '../../words/words';
import type { TaskProps } from './task';

interface Shown { says: string; last_day: string; cards: string[]; number?: number }

/** Which fields each order asks. */
const FIELDS: Record<string, string[]> = {
  black_list: ['after_edition'],
  clear_hung: ['meter', 'watering'],
  clock: ['at'],
  parameters: ['parameter', 'value'],
  collect: [],
  test: ['seconds'],
  bind: ['meter'],
};

function bodyOf(tool: string, fields: Record<string, string>): Record<string, unknown> {
  const body: Record<string, unknown> = { tool, days: Number(fields['days'] || '3') };
  for (const name of FIELDS[tool] ?? []) {
    const text = (fields[name] ?? '').trim();
    if (name === 'meter') body[name] = text;
    else if (name === 'at') body[name] = `${text}:00`;
    else if (name === 'parameter') body['parameters'] = [{ number: Number(text), value: Number(fields['value'] ?? '') }];
    else if (name !== 'value' && text !== '') body[name] = Number(text);
  }
  return body;
}

/** A pump crew's card: what it would do is shown in words before a second person is asked for it. */
export function PumpToolCard({ counter }: Pick<TaskProps, 'counter'>) {
  const { t } = useWords();
  const [tool, setTool] = useState('black_list');
  const [fields, setFields] = useState<Record<string, string>>({ days: '3' });
  const [reason, setReason] = useState('');
  const [shown, setShown] = useState<Shown | null>(null);
  const [written, setWritten] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const change = (name: string) => (value: string): void => {
    setFields({ ...fields, [name]: value });
    setShown(null);
  };
  const eyes = useFourEyes<Shown>(
    (approval) => post('/pump-tools', { ...bodyOf(tool, fields), reason, card_session: counter.card?.session, ...(approval ? { approval } : {}) }),
    setWritten, shown?.says);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setProblem(null);
    if (shown) {
      if (counter.card) eyes.go();
      return;
    }
    try {
      setShown(await post<Shown>('/pump-tools/preview', bodyOf(tool, fields)));
    } catch (why) {
      setProblem(why);
    }
  };
  if (written) {
    return (
      <section className="task" data-testid="pump-tool-written">
        <p role="status">{t('pump_tool.written', { number: written.number ?? 0, last_day: written.last_day })}</p>
        <p>{written.says}</p>
      </section>
    );
  }
  if (eyes.second) return eyes.second;
  return (
    <form className="task" onSubmit={(event) => void submit(event)} data-testid="pump-tool">
      <ProblemNote problem={problem ?? eyes.problem} />
      <SelectField id="pump-tool-kind" label={t('pump_tool.order')} value={tool} testid="pump-tool-kind" change={(value) => { setTool(value); setShown(null); }}
        choices={Object.keys(FIELDS).map((value) => ({ value, label: t(`pump_tool.kind.${value}`) }))} />
      {[...(FIELDS[tool] ?? []), 'days'].map((name) => (
        <TextField key={name} id={`pump-tool-${name}`} label={t(`pump_tool.field.${name}`)} value={fields[name] ?? ''} change={change(name)} testid={`pump-tool-${name}`} />
      ))}
      <TextField id="pump-tool-reason" label={t('word.reason')} value={reason} change={setReason} testid="pump-tool-reason" />
      {shown && <p className="note" role="status" data-testid="pump-tool-says">{shown.says}</p>}
      {shown && !counter.card && <p className="note warning">{t('counter.put_blank')}</p>}
      <button type="submit" className="big-button" data-testid="pump-tool-send" aria-disabled={eyes.running || (shown !== null && !counter.card)}>
        {t(shown ? 'issue_card.write' : 'pump_tool.preview')}
      </button>
    </form>
  );
}
