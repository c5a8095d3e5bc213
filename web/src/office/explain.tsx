import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { TextArea } from '../form/fields';
import { Form } from '../form/form';
import { ReasonField } from '../form/reason_field';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';

// Somebody has looked into an exception and says what it was: a gap, a finding of a reading, a watering, an event of a meter.

export interface Exception { kind: 'reconciliation' | 'finding' | 'watering' | 'meter_event'; meter: string; code: string; object: number; as_seen: string }
interface Explained { explained_by: string; reason: string; note?: string; explained?: string }

/** In the drawer of a row: what was said of it, or the form in which it is said. It is said once. */
export function ExplainRow({ of, row, refresh }: { of: Exception | null; row: Row; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  if (String(row['explained']) === 'true' || !of || !may(session, 'exceptions_explain')) return null;
  return (
    <section className="drawer-section">
      <h3>{t(titleOf(of))}</h3>
      <ExplainForm of={of} done={refresh} />
    </section>
  );
}

/** In a table: what was said of it, or the button that opens the form. */
export function ExplainCell({ of, said }: { of: Exception; said: Explained | null }) {
  const { t } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  if (said) return <span data-testid="explained">{said.reason}{said.note && ` – ${said.note}`} <span className="quiet">{said.explained_by}</span></span>;
  if (!may(session, 'exceptions_explain')) return <span className="quiet">—</span>;
  return (
    <>
      <button type="button" className="plain-button" data-testid="explain-open" onClick={() => setOpen(true)}>{t('explain.act')}</button>
      {open && (
        <Dialog title={t('explain.act')} testid="explain-dialog" close={() => setOpen(false)}>
          <ExplainForm of={of} done={() => { setOpen(false); void cache.invalidateQueries({ queryKey: ['collection'] }); }} />
        </Dialog>
      )}
    </>
  );
}

function ExplainForm({ of, done }: { of: Exception; done: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const say = useMutation({ mutationFn: () => post('/explanations', { ...of, reason: reason.trim(), note: note.trim() }), onSuccess: done });
  return (
    <Form testid="explain-form" send={() => say.mutate()} busy={say.isPending} problem={say.error}>
      <ReasonField id="explain-reason" label={t('word.reason')} value={reason} change={setReason} testid="explain-reason" />
      <TextArea id="explain-note" label={t('column.note')} value={note} change={setNote} testid="explain-note" />
      <p className="quiet">{t('explain.stays')}</p>
      <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="explain-save" disabled={say.isPending}>{t(titleOf(of))}</button></div>
    </Form>
  );
}

function titleOf(of: Exception): string {
  return of.kind === 'meter_event' ? 'explain.acknowledge' : 'explain.act';
}
