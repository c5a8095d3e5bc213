import { useState } from 'react';
import type { Answers } from '../../api/described';
import { post, postSecret } from '../../api/client';
import { useSession } from '../../api/hooks';
import { TextField } from '../../form/fields';
import { Form } from '../../form/form';
import { ProblemNote } from '../../form/problem_note';
import { may } from '../../shell/permissions';
import { useWords } from '../../words/words';
import { type Outlet, type OutletClient, type TabOf, keySays } from './outlet';

// The keys of an outlet's terminals: given once, rotated with an overlap, revoked.

type Given = Answers['postOutletsCodeClients'];

export function ClientsTab({ outlet, done }: TabOf) {
  const { t } = useWords();
  const session = useSession().data;
  const [given, setGiven] = useState<Given | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const writes = may(session, 'outlet_clients') && outlet.state !== 'closed';
  const ask = async (path: string, body: unknown): Promise<void> => {
    try {
      setGiven(await postSecret<Given>(path, body));
      setProblem(null);
      done();
    } catch (why) {
      setProblem(why);
    }
  };
  const newest = outlet.clients.filter((one) => !outlet.clients.some((other) => other.client === one.client && other.made > one.made));
  if (given) return <Once given={given} close={() => setGiven(null)} />;
  return (
    <section className="drawer-section" data-testid="outlet-clients">
      <ProblemNote problem={problem} />
      {outlet.clients.length === 0 ? <p className="quiet">{t('outlets.no_clients')}</p> : <Keys keys={outlet.clients} />}
      {writes && newest.map((one) => <OneClient key={one.key} outlet={outlet} client={one} rotate={() => void ask(`/outlets/${outlet.code}/clients/${one.client}/rotate`, {})} done={done} />)}
      {writes && <NewClient make={(client, name) => void ask(`/outlets/${outlet.code}/clients`, { client, name })} />}
    </section>
  );
}

/** The secret stands on the page until somebody says that it is in the terminal; nowhere else, and never again. */
function Once({ given, close }: { given: Given; close: () => void }) {
  const { t } = useWords();
  return (
    <section className="note" role="status" data-testid="outlet-secret">
      <p>{t('outlets.secret_once', { key: given.key })}</p>
      <p><code data-testid="outlet-secret-text">{given.secret}</code></p>
      <div className="drawer-tools"><button type="button" className="primary-button" data-testid="outlet-secret-done" onClick={close}>{t('outlets.secret_done')}</button></div>
    </section>
  );
}

function Keys({ keys }: { keys: OutletClient[] }) {
  const { t, time } = useWords();
  const says = (key: OutletClient): string => {
    const { text, ...more } = keySays(key);
    return t(text, { time: more.time ? time(more.time, 'short') : '', by: more.by ?? '', reason: more.reason ?? '' });
  };
  return (
    <table className="simple-table" data-testid="outlet-keys">
      <caption>{t('outlets.tab.clients')}</caption>
      <thead><tr><th scope="col">{t('outlets.key')}</th><th scope="col">{t('column.name')}</th><th scope="col">{t('outlets.key_state')}</th></tr></thead>
      <tbody>{keys.map((key) => <tr key={key.key}><th scope="row">{key.key}</th><td>{key.name}</td><td>{says(key)}</td></tr>)}</tbody>
    </table>
  );
}

function OneClient({ outlet, client, rotate, done }: { outlet: Outlet; client: OutletClient; rotate: () => void; done: () => void }) {
  const { t } = useWords();
  const [why, setWhy] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const revoke = async (): Promise<void> => {
    try {
      await post<Outlet>(`/outlets/${outlet.code}/clients/${client.client}/revoke`, { reason: (why ?? '').trim() });
      setWhy(null);
      done();
    } catch (refused) {
      setProblem(refused);
    }
  };
  if (why === null)
    return (
      <div className="drawer-tools">
        <span>{client.client}</span>
        <button type="button" className="plain-button" data-testid={`rotate-${client.client}`} onClick={rotate}>{t('outlets.rotate')}</button>
        {!client.revoked && <button type="button" className="plain-button" data-testid={`revoke-${client.client}`} onClick={() => setWhy('')}>{t('outlets.revoke')}</button>}
      </div>
    );
  return (
    <Form send={() => void revoke()} problem={problem}>
      <TextField id={`revoke-why-${client.client}`} label={t('outlets.revoke_why', { client: client.client })} value={why} change={setWhy} testid="revoke-why" must autoFocus />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="revoke-yes">{t('outlets.revoke')}</button></div>
    </Form>
  );
}

function NewClient({ make }: { make: (client: string, name: string) => void }) {
  const { t } = useWords();
  const [client, setClient] = useState('');
  const [name, setName] = useState('');
  return (
    <Form send={() => make(client.trim(), name.trim())} testid="client-form">
      <h3>{t('outlets.make_client')}</h3>
      <TextField id="client-code" label={t('outlets.client_code')} value={client} change={(text) => setClient(text.toUpperCase())} testid="client-code" must />
      <TextField id="client-name" label={t('outlets.client_name')} value={name} change={setName} testid="client-name" />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="client-make">{t('outlets.make_client')}</button></div>
    </Form>
  );
}
