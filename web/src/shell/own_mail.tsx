import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type * as D from '../api/described';
import { get, put } from '../api/client';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useWords } from '../words/words';
import { Failed, Loading, nothingToShow } from './states';
import { Title } from './title';

type Own = D.OwnMail;

/** Where letters of the house come to me, and of what. */
export default function OwnMailPage() {
  const { t } = useWords();
  const own = useQuery({ queryKey: ['own-mail'], queryFn: ({ signal }) => get<Own>('/session/mail', signal) });
  return (
    <div className="narrow-page">
      <Title>{t('own_mail.title')}</Title>
      {nothingToShow(own) && <Failed problem={own.error} retry={() => void own.refetch()} />}
      {!own.data && !own.isError && <Loading />}
      {own.data && <OwnMailForm own={own.data} />}
    </div>
  );
}

function OwnMailForm({ own }: { own: Own }) {
  const { t } = useWords();
  const [mail, setMail] = useState(own.mail);
  const [events, setEvents] = useState(own.events);
  const save = useMutation({ mutationFn: () => put<Own>('/session/mail', { mail: mail.trim(), events }) });
  const toggle = (event: Own['events'][number]): void => setEvents(events.includes(event) ? events.filter((one) => one !== event) : [...events, event]);
  return (
    <Form className="form card" testid="own-mail" send={() => save.mutate()} busy={save.isPending} problem={save.error}>
      <h1>{t('own_mail.title')}</h1>
      <p className="quiet">{t('own_mail.note')}</p>
      <TextField id="own-mail" label={t('column.mail')} value={mail} change={setMail} testid="own-mail-address" autoComplete="email" />
      <fieldset>
        <legend>{t('own_mail.events')}</legend>
        {own.offered.map((event) => <label key={event} className="radio-row"><input type="checkbox" checked={events.includes(event)} data-testid={`own-mail-${event}`} onChange={() => toggle(event)} /> {t(`notice_event.${event}`)}</label>)}
      </fieldset>
      <button type="submit" className="primary-button" data-testid="own-mail-save" disabled={save.isPending}>{t('own_mail.save')}</button>
      {save.data && <p className="note" role="status" data-testid="own-mail-saved">{t('own_mail.saved')}</p>}
    </Form>
  );
}
