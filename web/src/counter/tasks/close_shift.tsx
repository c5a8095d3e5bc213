import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { post } from '../../api/client';
import { newKey } from '../../api/key';
import { Problem, asProblem } from '../../api/problem';
import type { ShiftClosed } from '../../api/types';
import { parseAmount } from '../../form/amount';
import { AmountInput } from '../../form/amount_input';
import { TextField } from '../../form/fields';
import { ProblemNote } from '../../form/problem_note';
import { useProof } from '../../form/proof';
import { useWords } from '../../words/words';
import { HousePaper } from '../house_paper';
import { parseSlips, useTenders } from '../tenders';
import { PieceCount, piecesOf, sumOf, useDenominations, type Typed } from './piece_count';
import type { TaskProps } from './task';

/** The field in which what the books ask for is answered. */
const NEXT: Record<ShiftClosed['needs'], string> = { nothing: '#none', recount: '#counted', reason: '#shift-reason', second_person: '#shift-second' };

/** Blind count: the first figure is in the books, one recount is allowed, and what the drawer should hold is shown once a count stands. */
export function CloseShift({ counter }: TaskProps) {
  const words = useWords();
  const { t } = words;
  const cache = useQueryClient();
  const key = useRef(newKey());
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [name, setName] = useState('');
  const proof = useProof('shift-second');
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [stands, setStands] = useState(false);
  const [closed, setClosed] = useState<ShiftClosed | null>(null);
  const [sums, setSums] = useState<Record<string, string>>({});
  const [byPieces, setByPieces] = useState(false);
  const [pieces, setPieces] = useState<Typed>({});
  const denominations = useDenominations();
  const kinds = useTenders();
  const [taken] = useState(counter.shift?.tenders ?? []);
  const bySlips = kinds.filter((one) => !one.counted && taken.includes(one.name)).map((one) => one.name);
  const slips = bySlips.map((tender) => ({ tender, amount: parseSlips(sums[tender] ?? '', counter.digits) }));
  const counted = parseAmount(typed, counter.digits);
  const needsMore = closed !== null && closed.needs !== 'nothing';
  const explains = needsMore || stands || reason !== '' || name !== '';
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const next = closed && form.current?.querySelector<HTMLInputElement>(NEXT[closed.needs]);
    next?.focus();
    next?.select(); // a second count is typed over the first, which has the focus already
  }, [closed]);
  useEffect(() => { if (stands) form.current?.querySelector<HTMLInputElement>(NEXT.reason)?.focus(); }, [stands]);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!counted.ok || slips.some((one) => one.amount === null)) return setTried(true);
    try {
      const accepted = name ? { accepted_by: proof.sent({ name }) } : {};
      setClosed(await post<ShiftClosed>('/shifts/current/close', { counted: counted.value, slips, ...(byPieces ? { pieces: piecesOf(pieces) } : {}), ...(reason ? { reason } : {}), ...accepted }, { key: key.current }));
      setProblem(null);
      key.current = newKey();
      for (const queryKey of [['shift'], ['session'], ['list']]) void cache.invalidateQueries({ queryKey });
    } catch (why) {
      key.current = newKey();
      const heard = proof.hear(why);
      const refused = asProblem(why);
      // It was counted before this form was opened: the figure that stands is the one that is explained.
      if (refused.code === 'count_stands' && typeof refused.details['counted'] === 'string') {
        setTyped(refused.details['counted']);
        setStands(true);
      }
      setProblem(heard ? refused : null);
    }
  };
  if (closed && closed.needs === 'nothing') return <Closed closed={closed} leave={() => counter.setTask(null)} />;
  return (
    <form className="task" ref={form} onSubmit={(event) => void submit(event)} data-testid="close-shift">
      <ProblemNote problem={problem} />
      <p className="note">{t('shift.blind')}</p>
      {needsMore && <p role="alert" className="note" data-testid="shift-needs" data-needs={closed.needs}>{t(`shift.needs.${closed.needs}`)}</p>}
      {closed?.difference !== undefined && needsMore && (
        <dl className="figures">
          <div className="figure"><dt>{t('shift.difference')}</dt><dd data-testid="shift-difference">{words.money(closed.difference)}</dd></div>
          <Differences closed={closed} />
        </dl>
      )}
      {denominations.length > 0 && (
        <button type="button" className="plain-button" aria-expanded={byPieces} data-testid="shift-by-pieces" onClick={() => setByPieces(!byPieces)}>{t('shift.by_pieces')}</button>
      )}
      {byPieces && <PieceCount typed={pieces} change={(fresh) => { setPieces(fresh); setTyped(sumOf(fresh)); }} />}
      <AmountInput id="counted" label={t('shift.counted', { currency: words.currency })} value={typed} change={setTyped} testid="shift-counted" autoFocus error={tried && !counted.ok ? t('amount.empty') : undefined} />
      {bySlips.map((tender) => (
        <AmountInput key={tender} id={`slips-${tender}`} label={t('shift.slips', { tender: t(`tender.${tender}`) })} value={sums[tender] ?? ''} testid={`shift-slips-${tender}`}
          signed change={(text) => setSums({ ...sums, [tender]: text })}
          error={tried && parseSlips(sums[tender] ?? '', counter.digits) === null ? t('shift.slips_wrong') : undefined} />
      ))}
      {explains && (
        <>
          <TextField id="shift-reason" label={t('shift.reason')} value={reason} change={setReason} testid="shift-reason" />
          <TextField id="shift-second" label={t('shift.accepted_by')} value={name} change={setName} testid="shift-second-name" />
          {proof.fields}
        </>
      )}
      <button type="submit" className="big-button" data-testid="shift-close">{t('shift.close')}</button>
    </form>
  );
}

/** Of what does not lie in the drawer. */
function Differences({ closed }: { closed: ShiftClosed }) {
  const words = useWords();
  return closed.tenders?.map((one) => (
    <div className="figure" key={one.tender}><dt>{words.t('shift.by_tender_difference', { tender: words.t(`tender.${one.tender}`) })}</dt><dd data-testid={`shift-difference-${one.tender}`}>{words.money(one.difference)}</dd></div>
  ));
}

function Closed({ closed, leave }: { closed: ShiftClosed; leave: () => void }) {
  const words = useWords();
  const { t } = words;
  const slip = closed.slip_url;
  const number = typeof closed.shift === 'number' ? closed.shift : closed.shift.number;
  return (
    <div className="task" data-testid="shift-closed">
      <p className="band-word">{t('shift.closed', { number })}</p>
      <dl className="figures">
        <div className="figure"><dt>{t('shift.expected')}</dt><dd data-testid="shift-expected">{words.money(closed.expected)}</dd></div>
        <div className="figure"><dt>{t('shift.counted_was')}</dt><dd>{words.money(closed.counted)}</dd></div>
        <div className="figure"><dt>{t('shift.difference')}</dt><dd data-testid="shift-difference">{words.money(closed.difference)}</dd></div>
        {closed.tenders?.map((one) => (
          <div className="figure" key={one.tender}><dt>{t('shift.by_tender', { tender: t(`tender.${one.tender}`) })}</dt><dd data-testid={`shift-expected-${one.tender}`}>{words.money(one.expected)}</dd></div>
        ))}
        <Differences closed={closed} />
      </dl>
      {slip && <HousePaper path={slip} testid="shift-slip" byItself />}
      <div className="band-actions">
        <button type="button" className="big-button" data-testid="shift-closed-leave" onClick={leave}>{t('form.done')}</button>
      </div>
    </div>
  );
}
