import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { post } from '../api/client';
import { takeSession, useSession } from '../api/hooks';
import type { Session } from '../api/types';
import { TextField } from '../form/fields';
import { focusEmpty } from '../form/focus_first';
import { useProof } from '../form/proof';
import { ProblemNote } from '../form/problem_note';
import { useWords } from '../words/words';
import { LanguageChoice } from './language_choice';
import { Banners } from './banner';
import { atKeyOffice } from './permissions';
import { Title } from './title';

export default function SignInPage() {
  const { t } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const [name, setName] = useState('');
  const proof = useProof('sign-in', { own: true });
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const to = ownPath(query.get('to'));
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (busy || focusEmpty(event.currentTarget)) return;
    setBusy(true);
    try {
      const fresh = await post<Session>('/session', proof.sent({ name: name.trim() }));
      cache.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' }); // what somebody else saw here
      await takeSession(cache, fresh);
      await navigate(fresh.operator?.must_change ? '/password' : to, { replace: true });
    } catch (reason) {
      setProblem(proof.hear(reason));
    } finally {
      setBusy(false);
    }
  };
  if (session?.signed_in && !busy) return <Navigate to={session.operator?.must_change ? '/password' : to} replace />;
  return (
    <div className="sign-in">
      <Title>{t('sign_in.title')}</Title>
      <header><Banners session={session} /></header>
      <main>
        <div className="sign-in-brand">
          <p className="brand">KWOTA</p>
          {atKeyOffice(session) && <p className="sign-in-place" data-testid="sign-in-place">{t('shell.key_office')}</p>}
          <p>{session?.utility?.name}</p>
        </div>
        <form onSubmit={(event) => void submit(event)} className="form">
          <h1>{t('sign_in.title')}</h1>
          <ProblemNote problem={problem} />
          <TextField id="name" label={t('sign_in.name')} value={name} change={setName} testid="sign-in-name" autoComplete="username" autoFocus />
          {proof.fields}
          <button type="submit" className="primary-button wide" data-testid="sign-in-submit">{t('sign_in.do')}</button>
        </form>
        <LanguageChoice />
      </main>
    </div>
  );
}

/** Only an address of this console, never another site. */
function ownPath(to: string | null): string {
  return to && /^\/(?!\/)/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}
