import type { CounterState } from './names';
import { useEffect, useRef, type ComponentType, type KeyboardEvent, type ReactNode } from 'react';
import { focusFirst } from '../form/focus_first';
import { watchUnsaved } from '../form/unsaved';
import { useTyped } from '../form/use_typed';
import { useWords } from '../words/words';
import { CardNotice } from './card_notice';
import { ConfirmBand } from './confirm_band';
import { OpenShift } from './open_shift';
import { OutcomeBand } from './outcome_band';
import { PaymentForm } from './payment_form';
import { LoadForm } from './purse/load_form';
import { PurseNotice } from './purse/purse_notice';
import { QuoteForm } from './quote_form';
import type { SalePanelProps } from './sale_panel_props';
import { TaskPanel } from './tasks/task_panel';
import { TillChoice } from './till_choice';
import type { Way } from './way';
import { WritingSteps } from './writing_steps';

const TITLES: Record<Way['kind'], string> = { credit: 'counter.sale', payment: 'counter.task.payment', load: 'purse.title' };
const FORMS: Record<Way['kind'], ComponentType<SalePanelProps>> = { credit: QuoteForm, payment: PaymentForm, load: LoadForm };

/** Panel B: its place never changes, its content follows the state. */
export function SalePanel(props: SalePanelProps) {
  const { t } = useWords();
  const { counter } = props;
  const title = counter.task ? `counter.task.${counter.task}` : TITLES[counter.way.kind];
  return (
    <section className="panel panel-b" aria-labelledby="panel-b" data-testid="panel-sale">
      <h2 id="panel-b"><kbd>B</kbd>{t(title)}</h2>
      <Content {...props} />
    </section>
  );
}

/** A task stays where it is, only hidden, while its sale runs: after a refusal all that was typed is still there. */
function Content(props: SalePanelProps) {
  const { counter, showReceipt } = props;
  if (!counter.task) return counter.sale ? <Running {...props} /> : <Waiting {...props} />;
  return (
    <>
      {counter.sale && <Running {...props} />}
      <TaskPlace task={counter.task} hidden={counter.sale !== null}><TaskPanel counter={counter} showReceipt={showReceipt} /></TaskPlace>
    </>
  );
}

/** The focus is in the task as soon as it is seen, after a refusal where it was. Where a field asks for it by itself it stays there. */
function TaskPlace({ task, hidden, children }: { task: string; hidden: boolean; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const last = useRef<HTMLElement | null>(null);
  const typed = useTyped(place);
  useEffect(() => watchUnsaved(() => typed.dirty), [typed]);
  useEffect(() => {
    if (hidden || place.current?.contains(document.activeElement)) return;
    if (last.current && place.current?.contains(last.current)) last.current.focus();
    else focusFirst(place.current);
  }, [task, hidden]);
  return <div className="task-place" ref={place} hidden={hidden} onKeyDown={leaveRadio} onFocus={(event) => { last.current = event.target; }}>{children}</div>;
}

/** Enter on a choice goes to what sends it and sends nothing: two Enters out of the list of tasks would else close an account. */
function leaveRadio(event: KeyboardEvent): void {
  const { target } = event;
  if (event.key !== 'Enter' || !(target instanceof HTMLInputElement) || target.type !== 'radio') return;
  event.preventDefault();
  target.form?.querySelector<HTMLButtonElement>('button[type=submit]')?.focus();
}

function Running({ counter, enter, showReceipt, printHere }: SalePanelProps) {
  if (counter.state === 'writing' || counter.sale?.phase === 'writing') return <WritingSteps counter={counter} />;
  return <OutcomeBand counter={counter} enter={enter} showReceipt={showReceipt} printHere={printHere} />;
}

function Waiting(props: SalePanelProps) {
  const { counter, enter, showReceipt } = props;
  const Form = FORMS[counter.way.kind];
  switch (counter.state) {
    case 'no_till': return <TillChoice counter={counter} />;
    case 'no_shift': return <OpenShift />;
    case 'recognised':
    case 'quoted': return <Form {...props} />;
    case 'confirm': return <ConfirmBand counter={counter} />;
    default: if (counter.purse && hasOwnNotice(counter.state)) return <PurseNotice counter={counter} enter={enter} showReceipt={showReceipt} />;
      return <CardNotice counter={counter} enter={enter} showReceipt={showReceipt} />;
  }
}

/** What a farmer's card is told of in words of its own; the others read as of every card. */
function hasOwnNotice(state: CounterState): boolean {
  return ['unknown_card', 'in_doubt_found', 'blocked_card', 'no_sale_customer', 'grey_card', 'needs_card', 'card_error'].includes(state);
}
