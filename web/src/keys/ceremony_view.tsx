import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { Tag, TagOf } from '../shell/marks';
import { Failed, Loading } from '../shell/states';
import { useWords } from '../words/words';
import { CheckValue } from './check_value';
import { ComponentEntry } from './component_entry';
import { KeyAction } from './key_action';
import type { Ceremony } from './types';
import { useKeysChanged } from './use_keys';

const WATCH_MS = 4_000;

/** One ceremony as everybody sees it: who has entered, and nothing of what. Who typed his component sees its check value until he leaves. */
export function CeremonyView({ number }: { number: number }) {
  const { t, first, time } = useWords();
  const changed = useKeysChanged();
  const [given, setGiven] = useState<{ checkValue: string | null } | null>(null);
  const asked = useQuery({
    queryKey: ['keys', 'ceremony', number],
    queryFn: ({ signal }) => get<Ceremony>(`/keys/ceremonies/${number}`, signal),
    refetchInterval: (query) => (query.state.data?.state === 'open' ? WATCH_MS : false),
  });
  const me = useSession().data?.operator?.name;
  if (asked.isError && !asked.data) return <Failed problem={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const ceremony = asked.data;
  const own = ceremony.officers.find((officer) => officer.name === me);
  const open = ceremony.state === 'open';
  return (
    <div className="ceremony" data-testid="ceremony" data-number={number} data-state={ceremony.state} data-given={ceremony.given}>
      <section className="card">
        <div className="card-head">
          <h2>{t('ceremony.title', { number, key: first([`key_purpose.${ceremony.purpose}`], ceremony.purpose), version: ceremony.version })}</h2>
          <TagOf kind="ceremony" value={ceremony.state} />
        </div>
        <p className="quiet">{t('ceremony.started', { by: ceremony.started_by_called, time: time(ceremony.started, 'minute') })} · {first([`key_suite.${ceremony.suite}`], ceremony.suite)}{open && ceremony.expires ? ` · ${t('ceremony.expires', { time: time(ceremony.expires, 'clock') })}` : ''}</p>
        {ceremony.state === 'abandoned' && <p className="note warning" data-testid="ceremony-abandoned">{t('ceremony.abandoned', { reason: first([`ceremony_reason.${ceremony.state_reason}`], ceremony.state_reason) })}</p>}
        <Officers ceremony={ceremony} me={me} />
        {open && <p role="status" className="ceremony-say" data-testid="ceremony-say">{sayOf(ceremony, own?.given === true, t)}</p>}
        {open && (
          <div className="drawer-tools">
            {ceremony.may_form && ceremony.given >= ceremony.required && (
              <KeyAction primary noReason label={t('ceremony.form')} testid="ceremony-form" what={t('ceremony.form_what', { key: first([`key_purpose.${ceremony.purpose}`], ceremony.purpose), version: ceremony.version, officers: ceremony.required })}
                send={({ key }) => post<Ceremony>(`/keys/ceremonies/${number}/form`, {}, { key })} />
            )}
            {(ceremony.mine || ceremony.started_by === me) && (
              <KeyAction label={t('ceremony.abandon')} testid="ceremony-abandon" what={t('ceremony.abandon_what')}
                send={({ reason, key }) => post<Ceremony>(`/keys/ceremonies/${number}/abandon`, { reason }, { key })} />
            )}
          </div>
        )}
      </section>
      {open && ceremony.mine && own && !own.given && given === null && <ComponentEntry ceremony={number} purpose={ceremony.purpose} entered={(checkValue) => { setGiven({ checkValue }); changed(); }} />}
      {open && own && given && (
        <section className="card receipt-card" data-testid="component-receipt" aria-live="polite">
          <h2>{t('component.entered')}</h2>
          {given.checkValue && <p><CheckValue big of={given.checkValue} testid="component-check-value" /></p>}
          {given.checkValue && <p>{t('component.entered_what')}</p>}
        </section>
      )}
      {ceremony.state === 'formed' && <Result ceremony={ceremony} />}
    </div>
  );
}

function sayOf(ceremony: Ceremony, given: boolean, t: (key: string, values?: Record<string, unknown>) => string): string {
  const missing = ceremony.required - ceremony.given;
  if (missing <= 0) return t(ceremony.may_form ? 'ceremony.say_may_form' : 'ceremony.say_all_given', { by: ceremony.started_by_called });
  if (ceremony.mine && !given) return t('ceremony.say_your_turn');
  return t('ceremony.say_waits', { missing });
}

function Officers({ ceremony, me }: { ceremony: Ceremony; me: string | undefined }) {
  const { t } = useWords();
  return (
    <>
      <progress className="visually-hidden" max={ceremony.required} value={ceremony.given} aria-label={t('ceremony.progress', { given: ceremony.given, required: ceremony.required })} />
      <ol className="officers" aria-label={t('ceremony.officers', { count: ceremony.officers.length })}>
        {ceremony.officers.map((officer) => (
          <li key={officer.name} className={officer.given ? 'given' : ''} data-testid={`part-${officer.name}`} data-given={officer.given}>
            <span className="officer-name">{officer.full_name || officer.name}{officer.name === me && <em> · {t('ceremony.you')}</em>}</span>
            {officer.given ? <Tag tone="good">{t('ceremony.given')}</Tag> : <Tag tone="info">{t('ceremony.not_given')}</Tag>}
          </li>
        ))}
      </ol>
    </>
  );
}

/** What came out: the check value that is read aloud and written down, and those of the roots. */
function Result({ ceremony }: { ceremony: Ceremony }) {
  const { t, first } = useWords();
  const roots = ceremony.roots ?? [];
  return (
    <section className="card receipt-card" data-testid="ceremony-result">
      <h2>{t('ceremony.formed')}</h2>
      <p><CheckValue big of={ceremony.check_value} testid="ceremony-check-value" /></p>
      <p>{t('ceremony.formed_what')}</p>
      {roots.length > 0 && (
        <table className="simple-table roots" data-testid="ceremony-roots">
          <caption>{t('ceremony.roots')}</caption>
          <thead><tr><th scope="col">{t('column.purpose')}</th><th scope="col" className="number">{t('column.version')}</th><th scope="col">{t('column.check_value')}</th></tr></thead>
          <tbody>{roots.map((root) => <tr key={root.purpose}><th scope="row">{first([`key_purpose.${root.purpose}`], root.purpose)}</th><td className="number">{root.version}</td><td><CheckValue of={root.check_value} /></td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}
