import { useState } from 'react';
import { Link } from 'react-router';
import type { Answers } from '../../api/described';
import { post } from '../../api/client';
import { fetchPaper } from '../../api/papers';
import { ProblemNote } from '../../form/problem_note';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';

type Taken = Answers['postPumpToolsTakeIn'];

/** A collect card that came home: its waterings are taken in and judged, what the pump said to tool cards is told, and the card is emptied. */
export function CollectAnswer({ counter }: Pick<TaskProps, 'counter'>) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const take = async (): Promise<void> => {
    if (busy || !counter.card) return;
    setBusy(true);
    setProblem(null);
    try {
      setTaken(await post<Taken>('/pump-tools/take-in', { card_session: counter.card.session }));
    } catch (why) {
      setProblem(why);
    }
    setBusy(false);
  };
  if (taken) return <TakenIn taken={taken} />;
  return (
    <section className="task" data-testid="collect-answer">
      <ProblemNote problem={problem} />
      <p className="note">{t('pump_tool.take_in_note')}</p>
      {!counter.card && <p className="note warning">{t('pump_tool.put_collect')}</p>}
      <button type="button" className="big-button" data-testid="collect-take-in" aria-disabled={busy || !counter.card} onClick={() => void take()}>{t('pump_tool.take_in')}</button>
    </section>
  );
}

/** The crew that brought it takes the office's receipt along. */
function TakenIn({ taken }: { taken: Taken }) {
  const { t, localTime } = useWords();
  const [problem, setProblem] = useState<unknown>(null);
  const sign = async (): Promise<void> => {
    setProblem(null);
    await fetchPaper(`/hand-overs/${taken.hand_over}/receipt`, `receipt-${taken.hand_over}`).catch(setProblem);
  };
  return (
    <section className="task" data-testid="collect-taken">
      <p role="status">{t('pump_tool.taken_in', { ...taken })}</p>
      <ProblemNote problem={problem} />
      <p><button type="button" className="plain-button" data-testid="collect-receipt" onClick={() => void sign()}>{t('pump_tool.receipt')}</button></p>
      {taken.answers.length > 0 && (
        <table className="simple-table">
          <caption>{t('page.tool-answers')}</caption>
          <thead><tr><th scope="col">{t('column.tool_order')}</th><th scope="col">{t('column.tool')}</th><th scope="col">{t('column.told')}</th><th scope="col">{t('column.answer')}</th></tr></thead>
          <tbody>
            {taken.answers.map((one, place) => (
              <tr key={place}>
                <td>{one.order > 0 ? <Link to={`/office/tool-orders?open=${one.order}`}>{one.order}</Link> : '—'}</td><td>{one.tool ? t(`pump_tool.kind.${one.tool}`) : '—'}</td>
                <td>{one.at ? localTime(one.at) : '—'}</td><td>{t(`pump_tool.answer.${one.answer}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
