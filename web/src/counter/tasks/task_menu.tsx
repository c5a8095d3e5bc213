import { useEffect, useRef, type KeyboardEvent } from 'react';
import { mayAny } from '../../shell/permissions';
import { useWords } from '../../words/words';
import type { Task } from '../names';
import { purseWork } from '../purse/purse_work';
import type { Counter } from '../use_counter';
import { CARD_DESK } from './card_desk_kinds';
import type { TaskProps } from './task';

const WORK: { task: Task; needs: string[]; account: boolean }[] = [
  { task: 'open_account', needs: ['open_account'], account: false },
  { task: 'replace_card', needs: ['replace_card'], account: false },
  { task: 'supplement', needs: ['supplement'], account: true },
  { task: 'take_back', needs: ['take_back_own', 'take_back'], account: true },
  { task: 'close_account', needs: ['close_account'], account: true },
  { task: 'swap_meter', needs: ['swap_meter'], account: true },
  { task: 'transfer', needs: ['transfer_account'], account: true },
  { task: 'change_scheme', needs: ['change_scheme'], account: true },
  { task: 'reprint', needs: ['reprint'], account: false },
  { task: 'issue_card', needs: CARD_DESK, account: false },
  { task: 'drop_cash', needs: ['shift_own'], account: false },
  { task: 'close_shift', needs: ['shift_own'], account: false },
  { task: 'change_pin', needs: ['sell'], account: false },
  { task: 'pay_debts', needs: ['sell'], account: true },
  { task: 'purse_first', needs: ['open_account'], account: false },
];

/** Nine have a digit, the others a letter by its place on the keyboard, whatever language it writes. */
const keyOf = (index: number): string => (index < 9 ? String(index + 1) : String.fromCharCode(65 + index - 9));

function placeOf({ key, code }: KeyboardEvent): number {
  if (/^[1-9]$/.test(key)) return Number(key) - 1;
  return /^Key[A-Z]$/.test(code) ? code.charCodeAt(3) - 65 + 9 : -1;
}

/** F10: everything else that is done at a counter; a digit, a letter or the arrows choose. */
export function TaskMenu({ counter }: TaskProps) {
  const { t } = useWords();
  const list = useRef<HTMLUListElement>(null);
  const shown = offered(counter, t);
  const offers = shown.map((work) => work.task).join(' '); // others as soon as a card has been read
  useEffect(() => {
    if (!list.current?.contains(document.activeElement)) list.current?.querySelector<HTMLButtonElement>('button:not([aria-disabled=true])')?.focus();
  }, [offers]);
  const keys = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === 'ArrowDown') buttons[(at + 1) % buttons.length]?.focus();
    else if (event.key === 'ArrowUp') buttons[(at + buttons.length - 1) % buttons.length]?.focus();
    else if (!event.ctrlKey && !event.altKey && !event.metaKey && placeOf(event) >= 0) buttons[placeOf(event)]?.click();
    else return;
    event.preventDefault();
  };
  return (
    <ul className="task-menu" ref={list} onKeyDown={keys} data-testid="task-menu">
      {shown.map((work, index) => {
        const without = work.lacks !== null;
        return (
          <li key={work.task}>
            <button type="button" data-testid={`task-${work.task}`} aria-disabled={without} onClick={() => { if (!without) counter.setTask(work.task); }}>
              <kbd>{keyOf(index)}</kbd>
              <span><strong>{t(`counter.task.${work.task}`)}</strong><small>{work.lacks ?? t(`counter.task_say.${work.task}`)}</small></span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** What is offered to whoever stands there; `lacks`: what has to be there first, in words. */
function offered({ session, account, purse, card }: Counter, t: (key: string) => string): { task: Task; lacks: string | null }[] {
  if (purse?.account && purse.standing) {
    return purseWork(session, { standing: purse.standing, account: purse.account, card, look: purse.look }).map(({ task, lacks }) => ({ task, lacks: lacks && t(`purse.lacks.${lacks}`) }));
  }
  return WORK.filter((work) => mayAny(session, work.needs)).map((work) => ({ task: work.task, lacks: work.account && !account ? t('counter.needs_customer') : null }));
}
