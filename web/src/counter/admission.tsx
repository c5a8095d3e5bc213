import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import { get, postSecret } from '../api/client';
import { useSession } from '../api/hooks';
import type { CounterVault, ReaderView } from '../api/types';
import { ProblemNote } from '../form/problem_note';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';

/** The till's PSAM, where the utility asks for one: whether it admits the till, and where its reader and PIN are said. */
export function Admission({ admission }: { admission: NonNullable<CounterVault['admission']> }) {
  const { t, time } = useWords();
  const session = useSession().data;
  const admitted = admission.state === 'admitted';
  return (
    <section className={`vault-band ${admitted ? 'ready' : 'band warning'}`} aria-label={t('counter_vault.admission_title')} data-testid="admission" data-state={admission.state}>
      <p role={admitted ? 'status' : 'alert'}>
        {admitted ? t('counter_vault.admission_admitted', { terminal: admission.terminal, time: time(admission.since) }) : t('counter_vault.admission_wanted')}
      </p>
      {!admitted && may(session, 'sell') && <AdmissionForm />}
    </section>
  );
}

/** The PIN stays in the field until it is sent, and is in nothing that the page remembers. */
function AdmissionForm() {
  const { t } = useWords();
  const cache = useQueryClient();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const seen = useQuery({ queryKey: ['reader'], queryFn: ({ signal }) => get<ReaderView>('/reader', signal) }).data;
  const readers = (seen?.readers ?? []).filter((reader) => reader.state === 'card' && reader.name !== seen?.reader);
  if (readers.length === 0) return <p className="quiet">{t('counter_vault.no_other_reader')}</p>;
  const admit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!form.current) return;
    const typed = new FormData(form.current);
    form.current.reset();
    setProblem(null);
    try {
      cache.setQueryData(['vault'], await postSecret<CounterVault>('/session/admission', { reader: String(typed.get('reader') ?? ''), pin: String(typed.get('pin') ?? '') }));
    } catch (why) {
      setProblem(why);
    }
  };
  return (
    <form className="vault-pin" noValidate autoComplete="off" ref={form} onSubmit={(event) => void admit(event)}>
      <label htmlFor={`${id}-reader`}>{t('counter_vault.admission_reader')}</label>
      <select id={`${id}-reader`} name="reader" className="text-input" data-testid="admission-reader">
        {readers.map((reader) => <option key={reader.name} value={reader.name}>{reader.name}</option>)}
      </select>
      <label htmlFor={`${id}-pin`}>{t('counter_vault.pin')}</label>
      <input id={`${id}-pin`} name="pin" type="password" inputMode="numeric" maxLength={16} autoComplete="off" className="text-input" data-testid="admission-pin" />
      <button type="submit" className="primary-button" data-testid="admission-enter">{t('counter_vault.admit')}</button>
      <ProblemNote problem={problem} />
    </form>
  );
}
