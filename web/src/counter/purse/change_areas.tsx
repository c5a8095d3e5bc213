import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { post } from '../../api/client';
import { CodesField } from '../../form/lookup_field';
import { ProblemNote } from '../../form/problem_note';
import { useWords } from '../../words/words';
import type { TaskProps } from '../tasks/task';
import { AREAS_MOST, areaMembers } from './purse_opening';

/** Where his card shall be good: the books know it at once, the card when it next lies on a reader – now, where it lies there. */
export function ChangeAreas({ counter }: TaskProps) {
  const { t } = useWords();
  const cache = useQueryClient();
  const account = counter.purse?.account;
  const [areas, setAreas] = useState(() => account?.areas.map((area) => area.number) ?? []);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const fits = areas.length > 0 && areas.length <= AREAS_MOST;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!account || busy || !fits) return;
    setBusy(true);
    setProblem(null);
    try {
      await post(`/accounts/${account.account}/purse/areas`, areaMembers(areas));
      for (const what of ['purse', 'list']) await cache.invalidateQueries({ queryKey: [what] });
      counter.setTask(null);
    } catch (why) {
      setProblem(why);
      setBusy(false);
    }
  };
  return (
    <form className="task" onSubmit={(event) => void submit(event)} data-testid="purse-areas">
      <ProblemNote problem={problem} />
      <p className="note">{t('purse.areas_how')}</p>
      <CodesField id="purse-areas-field" label={t('purse.open_areas')} note={t('purse.open_areas_note')} testid="purse-areas-field" register="area_number" values={areas} change={setAreas} error={tried && !fits ? t('purse.areas_must') : undefined} />
      <button type="submit" className="big-button" data-testid="purse-areas-send" aria-disabled={busy}>{t('purse.areas_do', { name: counter.name })}</button>
    </form>
  );
}
