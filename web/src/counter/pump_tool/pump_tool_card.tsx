import { PUMP_TOOL_DAYS_DEFAULT } from '../../api/pump_parameters';
import type { PumpTool } from '../../api/row_words';
import { useState, type FormEvent } from 'react';
import { post } from '../../api/client';
import { SelectField } from '../../form/fields';
import { ReasonField } from '../../form/reason_field';
import { ProblemNote } from '../../form/problem_note';
import { useFourEyes } from '../../form/use_four_eyes';
import { useWords } from '../../words/words';
import { AnotherCard } from '../tasks/another_card';
import type { TaskProps } from '../tasks/task';
import { FIELDS, fieldsBody, lacksIn, TOOLS, type FieldOrDays, type Fields } from './orders';
import { PriceFields } from './price_fields';
import { emptyTable, tableBody, wrongIn } from './price_table';
import { ToolField } from './tool_field';

interface Shown { says: string; last_day: string; cards: string[]; number?: number }

/** A pump crew's card: what it would do is shown in words before a second person is asked for it. */
export function PumpToolCard({ counter }: Pick<TaskProps, 'counter'>) {
  const { t, day } = useWords();
  const [tool, setTool] = useState<PumpTool>('black_list');
  const [fields, setFields] = useState<Fields>({ days: String(PUMP_TOOL_DAYS_DEFAULT) });
  const [prices, setPrices] = useState(emptyTable);
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const [shown, setShown] = useState<Shown | null>(null);
  const [written, setWritten] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const wrong = tool === 'prices' ? wrongIn(prices) : {};
  const lacks = lacksIn(tool, fields);
  const noReason = reason.trim() === '';
  const body = (): Record<string, unknown> => ({ ...fieldsBody(tool, fields), ...(tool === 'prices' ? tableBody(prices) : {}) });
  const change = (name: FieldOrDays) => (value: string): void => {
    setFields({ ...fields, [name]: value });
    setShown(null);
  };
  const eyes = useFourEyes<Shown>((approval) => post('/pump-tools', { ...body(), reason, card_session: counter.card?.session, ...(approval ? { approval } : {}) }), setWritten);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setProblem(null);
    setTried(true);
    if (Object.keys(wrong).length > 0 || Object.keys(lacks).length > 0) return;
    if (shown) {
      setAsked(true);
      if (counter.card && !noReason) eyes.go();
      return;
    }
    try {
      setShown(await post<Shown>('/pump-tools/preview', body()));
    } catch (why) {
      setProblem(why);
    }
  };
  if (written) {
    return (
      <section className="task" data-testid="pump-tool-written" data-number={written.number}>
        <p role="status">{t('pump_tool.written', { number: written.number ?? 0, last_day: day(written.last_day) })}</p>
        <p>{written.says}</p>
        <AnotherCard again={() => { setWritten(null); setShown(null); setTried(false); setAsked(false); }} />
      </section>
    );
  }
  if (eyes.second) return eyes.second;
  return (
    <form className="task" noValidate onSubmit={(event) => void submit(event)} data-testid="pump-tool">
      <ProblemNote problem={problem ?? eyes.problem} />
      <SelectField id="pump-tool-kind" label={t('pump_tool.order')} value={tool} testid="pump-tool-kind" change={(value) => { setTool(value); setShown(null); setTried(false); setAsked(false); setProblem(null); }}
        choices={TOOLS.map((value) => ({ value, label: t(`pump_tool.kind.${value}`) }))} />
      {tool === 'prices' && <PriceFields table={prices} change={(table) => { setPrices(table); setShown(null); }} wrong={tried ? wrong : {}} />}
      {([...FIELDS[tool], 'days'] as const).map((name) => (
        <ToolField key={name} name={name} fields={fields} change={change(name)} lack={tried ? lacks[name] : undefined} />
      ))}
      <ReasonField id="pump-tool-reason" label={t('word.reason')} value={reason} change={setReason} testid="pump-tool-reason" error={asked && noReason ? t('pump_tool.wrong.reason') : undefined} />
      {shown && <p className="note" role="status" data-testid="pump-tool-says">{shown.says}</p>}
      {shown && !counter.card && <p className="note warning">{t('counter.put_blank')}</p>}
      <button type="submit" className="big-button" data-testid="pump-tool-send" aria-disabled={eyes.running || (shown !== null && !counter.card)}>
        {t(shown ? 'issue_card.write' : 'pump_tool.preview')}
      </button>
    </form>
  );
}
