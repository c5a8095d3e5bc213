import type * as D from '../api/described';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { SelectField, TextField } from '../form/fields';
import { Form } from '../form/form';
import { ProblemNote } from '../form/problem_note';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { HOUSE } from './columns/house';
import { RegisterPage } from './register_page';
import './reports/reports.css';

// What leaves the house: mail through the relay of the settings, short messages through their gateway, each with what became of it.

export function LettersPage() {
  return <RegisterPage def={{
    id: 'letters', path: '/letters', key: ['number'], defaultSort: '-number', madeOnce: true, above: <Ways />,
    columns: HOUSE.letters,
    more: (row, refresh) => <OneLetter key={String(row['number'])} row={row} refresh={refresh} />,
  }} />;
}

type Letter = D.Letter;

/** What it says, and what may still be done about it. */
function OneLetter({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const number = String(row['number']);
  const letter = useQuery({ queryKey: ['list', '/letters', 'whole', number], queryFn: ({ signal }) => get<Letter>(`/letters/${number}`, signal) });
  const act = useMutation({ mutationFn: (what: 'cancel' | 'again') => post(`/letters/${number}/${what}`, {}), onSuccess: refresh });
  const state = letter.data?.state ?? '';
  return (
    <section className="drawer-section" data-testid="letter">
      <h3>{t('letters.what_it_says')}</h3>
      <p className="letter-text" data-testid="letter-text" style={{ whiteSpace: 'pre-line' }}>{letter.data?.text}</p>
      <p className="quiet">{letter.data?.message_id}</p>
      <ProblemNote problem={letter.error ?? act.error} />
      {may(session, 'letters_write') && state !== '' && state !== 'sent' && (
        <div className="drawer-tools">
          <button type="button" className="plain-button" data-testid="letter-again" disabled={act.isPending} onClick={() => act.mutate('again')}>{t('letters.again')}</button>
          {state === 'waiting' && <button type="button" className="plain-button" data-testid="letter-cancel" disabled={act.isPending} onClick={() => act.mutate('cancel')}>{t('letters.cancel')}</button>}
        </div>
      )}
    </section>
  );
}

/** Whether anything can leave; a test letter. */
function Ways() {
  const { t } = useWords();
  const session = useSession().data;
  const ways = useQuery({ queryKey: ['letters', 'ways'], queryFn: ({ signal }) => get<{ mail: boolean; message: boolean }>('/letters/ways', signal) });
  return (
    <section aria-label={t('letters.ways')} data-testid="letter-ways">
      {ways.data && <p className="quiet">{t(ways.data.mail ? 'letters.mail_set' : 'letters.mail_not_set')} {t(ways.data.message ? 'letters.message_set' : 'letters.message_not_set')}</p>}
      {may(session, 'letters_write') && <TestLetter />}
    </section>
  );
}

export function TestLetter() {
  const { t } = useWords();
  const [way, setWay] = useState('mail');
  const [address, setAddress] = useState('');
  const send = useMutation({ mutationFn: () => post<{ number: number }>('/letters/test', { way, address: address.trim() }) });
  return (
    <Form className="report-choice" testid="test-letter" send={() => send.mutate()} busy={send.isPending} problem={send.error}>
      <SelectField id="test-way" testid="test-way" label={t('column.way')} value={way} change={setWay} choices={['mail', 'message'].map((value) => ({ value, label: t(`letter_way.${value}`) }))} />
      <TextField id="test-address" testid="test-address" label={t('letters.test_address')} value={address} change={setAddress} must />
      <button type="submit" className="primary-button" data-testid="test-send" disabled={send.isPending}>{t('letters.test')}</button>
      {send.data && <p className="note" role="status" data-testid="test-sent">{t('letters.test_sent', { number: send.data.number })}</p>}
    </Form>
  );
}
