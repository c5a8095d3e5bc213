import { useEffect, useState } from 'react';
import { asProblem } from '../api/problem';
import { useWords } from '../words/words';

/** Bones of the page, only when waiting is noticed. */
export function Loading() {
  const { t } = useWords();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="state-box" aria-busy="true" data-testid="state-loading">
      {late && <div className="bones" role="status"><span className="visually-hidden">{t('state.loading')}</span>{[0, 1, 2, 3, 4, 5].map((each) => <i key={each} />)}</div>}
    </div>
  );
}

/**
 * What was asked for cannot be shown: it never came, or the server refuses it now. Where it only does not answer, what it said last stays – the banner
 * says from when that is.
 */
export function nothingToShow(asked: { isError: boolean; error: unknown; data: unknown }): boolean {
  return asked.isError && (asked.data === undefined || !asProblem(asked.error).isSilence);
}

/** `anew`: the way out of an address that asks for what is not there, which asking again would not help. */
export function Failed({ problem, retry, anew }: { problem: unknown; retry: () => void; anew?: () => void }) {
  const { t, problem: say } = useWords();
  const { body, isAskedWrongly } = asProblem(problem);
  if (body.code === 'permission_denied') return <NotAllowed permission={String(body.details?.permission ?? '')} />;
  return (
    <div className="state-box" role="alert" data-testid="state-failed">
      <h2>{t('state.failed')}</h2>
      <p>{say(problem)}</p>
      <p className="small quiet">{body.code}{body.request_id ? ` · ${body.request_id}` : ''}</p>
      {anew && isAskedWrongly
        ? <button type="button" className="primary-button" data-testid="list-anew" onClick={anew}>{t('table.anew')}</button>
        : <button type="button" className="primary-button" data-testid="retry" onClick={retry}>{t('state.retry')}</button>}
    </div>
  );
}

export function NotAllowed({ permission }: { permission: string }) {
  const { t, first } = useWords();
  return (
    <div className="state-box" data-testid="state-not-allowed">
      <h2>{t('state.not_allowed')}</h2>
      <p>{t('state.not_allowed_why', { permission: first([`permission.${permission}`], permission) })}</p>
    </div>
  );
}
