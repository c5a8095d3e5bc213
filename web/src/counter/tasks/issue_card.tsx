import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { post } from '../../api/client';
import { every } from '../../api/lists';
import { SelectField, TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { useFourEyes } from '../../form/use_four_eyes';
import { useWords } from '../../words/words';
import { CollectAnswer } from '../pump_tool/collect_answer';
import { PumpToolCard } from '../pump_tool/pump_tool_card';
import { AnotherCard } from './another_card';
import { kindsFor, type Kind } from './card_desk_kinds';
import type { TaskProps } from './task';

type ToolCard = 'preset' | 'clear';
type Field = 'meter' | 'days' | 'plan' | 'ct' | 'pt' | 'reason';
interface Written { kind: ToolCard; serial: string; authorisation?: number; valid_until?: string; plan_version?: string }

/** Service cards: preset (parameters), clear, those of pump crews, and what a collect card brought home. */
export function IssueCard({ counter }: TaskProps) {
  const { t } = useWords();
  const kinds = kindsFor(counter.session);
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'collected');
  const choice = (
    <SelectField id="issue-kind" label={t('word.kind')} value={kind} change={setKind} testid="issue-kind"
      choices={kinds.map((value) => ({ value, label: t(`card_kind.${value}`) }))} />
  );
  return (
    <>
      {choice}
      {kind === 'pump' && <PumpToolCard counter={counter} />}
      {kind === 'collected' && <CollectAnswer counter={counter} />}
      {(kind === 'preset' || kind === 'clear') && <MeterToolCard key={kind} kind={kind} counter={counter} />}
    </>
  );
}

/** A card for a crew at meters: for one meter that it zeroes, or with the prices of a plan for those fresh from the factory. A second person agrees. */
function MeterToolCard({ kind, counter }: { kind: ToolCard } & Pick<TaskProps, 'counter'>) {
  const { t } = useWords();
  const [fields, setFields] = useState<Record<Field, string>>({ meter: '', days: '3', plan: '', ct: '1', pt: '1', reason: '' });
  const [tried, setTried] = useState(false);
  const [written, setWritten] = useState<Written | null>(null);
  const plans = useQuery({ queryKey: ['list', 'plans', 'choices'], queryFn: ({ signal }) => every('plans', 'filter.published=true', signal), enabled: kind === 'preset' });
  const needed: Field[] = kind === 'clear' ? ['meter', 'days', 'reason'] : ['plan', 'ct', 'pt', 'reason'];
  const text = (name: Field): string => fields[name].trim();
  const body = Object.fromEntries(needed.map((name) => [name, name === 'days' || name === 'ct' || name === 'pt' ? Number(text(name)) : text(name)]));
  const eyes = useFourEyes<Written>((approval) => post('/cards/issue', { kind, ...body, card_session: counter.card?.session, ...(approval ? { approval } : {}) }), setWritten);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (counter.card && needed.every((name) => text(name) !== '')) eyes.go();
  };
  if (written) return <MeterToolWritten written={written} again={() => { setWritten(null); setTried(false); }} />;
  if (eyes.second) return eyes.second;
  const props = (name: Field, label: string) => ({
    id: `issue-${name}`, label: t(label), value: fields[name], testid: `issue-${name}`, error: tried && text(name) === '' ? t('form.must_fill') : undefined,
    change: (value: string) => setFields((old) => ({ ...old, [name]: value })),
  });
  return (
    <form className="task" noValidate onSubmit={submit} data-testid="issue-card">
      <ProblemNote problem={eyes.problem} />
      <p className="note">{t(`issue_card.${kind}`)}</p>
      {kind === 'clear' && <TextField {...props('meter', 'column.meter')} />}
      {kind === 'clear' && <TextField {...props('days', 'pump_tool.field.days')} />}
      {kind === 'preset' && <SelectField {...props('plan', 'column.plan')} empty={t('form.choose')} choices={(plans.data?.rows ?? []).map((row) => ({ value: row.id, label: `${row.id} ${row.name}` }))} />}
      {kind === 'preset' && <div className="two-columns"><TextField {...props('ct', 'column.ct')} /><TextField {...props('pt', 'column.pt')} /></div>}
      <TextField {...props('reason', 'word.reason')} />
      {!counter.card && <p className="note warning">{t('counter.put_blank')}</p>}
      <button type="submit" className="big-button" data-testid="issue-send" aria-disabled={!counter.card || eyes.running}>{t('issue_card.write')}</button>
    </form>
  );
}

function MeterToolWritten({ written, again }: { written: Written; again: () => void }) {
  const { t, day, localTime } = useWords();
  return (
    <section className="task" data-testid="issue-written" data-kind={written.kind}>
      <p role="status">
        {written.kind === 'clear' ? t('issue_card.written.clear', { number: written.authorisation ?? 0, until: localTime(written.valid_until ?? '') }) : t('issue_card.written.preset', { version: day(written.plan_version ?? '') })}
      </p>
      <AnotherCard again={again} />
    </section>
  );
}
