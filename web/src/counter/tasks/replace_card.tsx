import { useState, type FormEvent } from 'react';
import { get } from '../../api/client';
import type { SearchHit } from '../../api/types';
import { isZero } from '../../form/amount';
import { SelectField } from '../../form/fields';
import { Lookup } from '../../form/lookup';
import { ProblemNote } from '../../form/problem_note';
import { SecondPerson } from '../../form/second_person';
import { accountOf } from '../../shell/search_box';
import { useWords } from '../../words/words';
import { PaidOtherwise } from '../tender_fields';
import { payingBody, type TenderLine } from '../tenders';
import type { TaskProps } from './task';
import { useTaskSale } from './use_task_sale';

/** A new card for a lost or broken one: the old one is dead from then on, what it carried is carried again with the same number. */
export function ReplaceCard({ counter }: TaskProps) {
  const { t } = useWords();
  const [who, setWho] = useState<{ account: string; name: string } | null>(
    counter.account ? { account: String(counter.account.number), name: counter.account.customer.name } : null,
  );
  const [reason, setReason] = useState('lost');
  const [tenders, setTenders] = useState<TenderLine[]>([]);
  const fee = counter.session?.utility?.card_fee;
  const task = useTaskSale(counter, `/accounts/${who?.account}/replace-card`);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (who && counter.card) void task.send({ reason, ...payingBody(tenders, '', counter.digits) });
  };
  if (task.approval !== null) return <SecondPerson asked={task.approval} approved={task.approved} cancel={task.later} withdrawn={task.withdrawn} />;
  return (
    <form className="task" onSubmit={submit} data-testid="replace-card">
      <ProblemNote problem={task.problem} />
      {who ? (
        <p className="chosen"><strong>{who.name}</strong> <span className="quiet">{who.account}</span>
          <button type="button" className="quiet-button" data-testid="replace-other" onClick={() => setWho(null)}>{t('form.change')}</button></p>
      ) : (
        <Lookup<SearchHit> name="search" label={t('replace_card.whose')} testid="replace-search" autoFocus nothing={t('search.nothing')}
          find={async (typed, signal) => (await get<{ rows: SearchHit[] }>(`/search?q=${encodeURIComponent(typed)}`, signal)).rows}
          rowKey={accountOf} show={(hit) => <><strong>{hit.customer_name}</strong> {accountOf(hit)} · {hit.meter} · {hit.address}</>}
          choose={(hit) => setWho({ account: accountOf(hit), name: hit.customer_name })} />
      )}
      <SelectField id="replace-reason" label={t('word.reason')} value={reason} change={setReason} testid="replace-reason"
        choices={['lost', 'broken', 'first'].map((value) => ({ value, label: t(`replace_card.${value}`) }))} />
      {fee && !isZero(fee) && <PaidOtherwise lines={tenders} change={setTenders} due={fee} digits={counter.digits} />}
      <p className="note">{t('replace_card.how')}</p>
      {!counter.card && <p className="note warning">{t('counter.put_blank')}</p>}
      <button type="submit" className="big-button" data-testid="replace-send" aria-disabled={!who || !counter.card}>{t('replace_card.do', { name: who?.name ?? '' })}</button>
    </form>
  );
}
