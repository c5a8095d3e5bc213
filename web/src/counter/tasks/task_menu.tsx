import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { mayAny } from '../../shell/permissions';
import { useWords } from '../../words/words';
import type { Task } from '../names';
import { purseWork } from '../purse/purse_work';
import type { Counter } from '../use_counter';
import { NEEDS } from './needs';
import type { TaskProps } from './task';

const WORK: { task: keyof typeof NEEDS; account: boolean }[] = [
  { task: 'open_account', account: false },
  { task: 'replace_card', account: false },
  { task: 'supplement', account: true },
  { task: 'take_back', account: true },
  { task: 'close_account', account: true },
  { task: 'swap_meter', account: true },
  { task: 'transfer', account: true },
  { task: 'change_scheme', account: true },
  { task: 'reprint', account: false },
  { task: 'issue_card', account: false },
  { task: 'drop_cash', account: false },
  { task: 'close_shift', account: false },
  { task: 'change_pin', account: false },
  { task: 'pay_debts', account: true },
  { task: 'purse_first', account: false },
];

/** Nine have a digit, the others a letter by its place on the keyboard, whatever language it writes. */
const keyOf = (index: number): string => (index < 9 ? String(index + 1) : String.fromCharCode(65 + index - 9));

function placeOf({ key, code }: KeyboardEvent): number {
  if (/^[1-9]$/.test(key)) return Number(key) - 1;
  return /^Key[A-Z]$/.test(code) ? code.charCodeAt(3) - 65 + 9 : -1;
}

/** So many say in their own place what they are for; of more only the one that is looked at does, or the last ones lay below the edge of a small screen. */
const SAY_MOST = 12;

/** Where an arrow leads from `at`, of so many in so many columns; null: it is none, or leads nowhere. */
function arrowTo(key: string, at: number, count: number, columns: number): number | null {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[key];
  if (step === undefined) return null;
  const to = at + step;
  if (to >= 0 && to < count) return to;
  return Math.abs(step) === 1 ? (to + count) % count : null;
}

/** F10: everything else that is done at a counter; a digit, a letter or the arrows choose. */
export function TaskMenu({ counter }: TaskProps) {
  const { t } = useWords();
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState<string | null>(null);
  const shown = offered(counter, t);
  const offers = shown.map((work) => work.task).join(' '); // others as soon as a card has been read
  useEffect(() => {
    if (list.current?.contains(document.activeElement)) return;
    // Back from a task, or from a look at something else with the same customer: where one was.
    const before = counter.menuAt.current?.name === counter.name ? counter.menuAt.current.task : '';
    const there = before && list.current?.querySelector<HTMLButtonElement>(`[data-testid="task-${before}"]:not([aria-disabled=true])`);
    (there || list.current?.querySelector<HTMLButtonElement>('button:not([aria-disabled=true])'))?.focus();
  }, [offers]);
  const keys = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const columns = list.current ? getComputedStyle(list.current).gridTemplateColumns.split(' ').length : 1;
    const to = arrowTo(event.key, now, buttons.length, columns);
    if (to !== null) buttons[to]?.focus();
    else if (!event.ctrlKey && !event.altKey && !event.metaKey && placeOf(event) >= 0) buttons[placeOf(event)]?.click();
    else return;
    event.preventDefault();
  };
  const many = shown.length > SAY_MOST;
  const looked = shown.find((work) => work.task === at) ?? shown[0];
  return (
    <>
      <ul className="task-menu" ref={list} onKeyDown={keys} data-testid="task-menu" data-many={many || undefined}>
        {shown.map((work, index) => {
          const without = work.lacks !== null;
          return (
            <li key={work.task}>
              <button type="button" data-testid={`task-${work.task}`} aria-disabled={without} onClick={() => { if (!without) counter.setTask(work.task); }} onFocus={() => { setAt(work.task); counter.menuAt.current = { task: work.task, name: counter.name }; }} onMouseEnter={() => setAt(work.task)}>
                <kbd>{keyOf(index)}</kbd>
                <span><strong>{t(`counter.task.${work.task}`)}</strong><small className={many ? 'visually-hidden' : ''}>{work.lacks ?? t(`counter.task_say.${work.task}`)}</small></span>
              </button>
            </li>
          );
        })}
      </ul>
      {many && looked && <p className="task-say" aria-hidden="true" data-testid="task-say">{looked.lacks ?? t(`counter.task_say.${looked.task}`)}</p>}
    </>
  );
}

/** What is offered to whoever stands there; `lacks`: what has to be there first, in words. */
function offered({ session, account, purse, card }: Counter, t: (key: string) => string): { task: Task; lacks: string | null }[] {
  if (purse?.account && purse.standing) {
    return purseWork(session, { standing: purse.standing, account: purse.account, card, look: purse.look }).map(({ task, lacks }) => ({ task, lacks: lacks && t(`purse.lacks.${lacks}`) }));
  }
  return WORK.filter((work) => mayAny(session, NEEDS[work.task])).map((work) => ({ task: work.task, lacks: work.account && !account ? t('counter.needs_customer') : null }));
}
