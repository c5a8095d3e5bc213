import { useState } from 'react';
import { postSecret } from '../api/client';
import { useSession } from '../api/hooks';
import { OneTime } from '../form/one_time';
import { SelectField, TextField } from '../form/fields';
import { Dialog } from '../shell/dialog';
import { TagOf } from '../shell/marks';
import { may } from '../shell/permissions';
import { LANGUAGES } from '../words/languages';
import { useWords } from '../words/words';
import { HandsFields, useHands } from './hands';
import { KeyAction } from './key_action';
import { useForgetting } from './secret_field';
import { isLocked } from './people';
import { KEY_ROLES, type Person } from './types';
import { usePeople } from './use_keys';

/** What the server tells once: the person, and the password of the first sign-in when a new one was made. */
interface Given { name: string; one_time_password?: string }

/** Who handles keys. Nobody administers them: two key managers appoint, give new passwords and new tokens, unlock, declare a token void. */
export function PeoplePage() {
  const { t } = useWords();
  const session = useSession().data;
  const people = usePeople();
  const [given, setGiven] = useState<Given | null>(null);
  const keeps = may(session, 'key_people');
  return (
    <>
      {keeps && <div className="drawer-tools"><Appoint done={setGiven} /></div>}
      <section className="card">
        <table className="simple-table" data-testid="key-people" aria-label={t('page.key-people')}>
          <thead><tr><th scope="col">{t('column.full_name')}</th><th scope="col">{t('sign_in.name')}</th><th scope="col">{t('column.roles')}</th><th scope="col">{t('column.state')}</th>{keeps && <th scope="col"><span className="visually-hidden">{t('table.actions')}</span></th>}</tr></thead>
          <tbody>{people.map((person) => <PersonRow key={person.name} person={person} keeps={keeps} done={setGiven} />)}</tbody>
        </table>
      </section>
      {given?.one_time_password && <PasswordOnce given={given} close={() => setGiven(null)} />}
    </>
  );
}

function PersonRow({ person, keeps, done }: { person: Person; keeps: boolean; done: (given: Given) => void }) {
  const { t, first, time } = useWords();
  const { name } = person;
  const locked = isLocked(person);
  const step = (what: 'reset' | 'unlock' | 'void') => ({ reason, approval }: { reason: string; approval?: number }) =>
    postSecret<Given>(`/keys/people/${encodeURIComponent(name)}/${what}`, { reason, ...(approval ? { approval } : {}) });
  return (
    <tr data-testid={`person-${name}`}>
      <th scope="row">{person.full_name}</th>
      <td>{name}</td>
      <td>{person.roles.map((role) => first([`role.${role}`], role)).join(', ')}</td>
      <td data-testid={`person-state-${name}`} data-locked={locked}><TagOf kind="operator" value={locked ? 'locked' : person.state} />{person.locked_until && <small className="quiet"> {t('column.locked_until')} {time(person.locked_until, 'minute')}</small>}</td>
      {keeps && (
        <td>
          <div className="row-tools">
            <KeyAction<Given> label={t('operator.reset')} testid={`person-reset-${name}`} what={t('key_people.reset_what', { name: person.full_name })} send={step('reset')} done={done} />
            {locked && <KeyAction<Given> label={t('operator.unlock_account')} testid={`person-unlock-${name}`} what={t('key_people.unlock_what', { name: person.full_name })} send={step('unlock')} done={done} />}
            <NewToken person={person} done={done} />
            <KeyAction<Given> label={t('key_people.void')} testid={`person-void-${name}`} what={t('key_people.void_what', { name: person.full_name })} send={step('void')} done={done} />
          </div>
        </td>
      )}
    </tr>
  );
}

const NOBODY = { name: '', full_name: '', role: 'key_officer', language: 'zh' };

function Appoint({ done }: { done: (given: Given) => void }) {
  const { t } = useWords();
  const [person, setPerson] = useState(NOBODY);
  const hands = useHands();
  const put = (field: keyof typeof NOBODY) => (value: string): void => setPerson((old) => ({ ...old, [field]: value }));
  const name = person.name.trim();
  const fullName = person.full_name.trim();
  return (
    <KeyAction<Given> primary label={t('key_people.appoint')} testid="person-appoint" what={name && fullName ? t('key_people.appoint_this', { name: fullName, role: t(`role.${person.role}`) }) : t('key_people.appoint_what')}
      ready={() => hands.ready() && name !== '' && fullName !== ''}
      send={({ reason }) => hands.send<Given>('/keys/people', { ...person, name, full_name: fullName, reason })}
      done={(answer) => {
        setPerson(NOBODY);
        hands.forget();
        done(answer);
      }}>
      <TextField id="person-full-name" label={t('column.full_name')} value={person.full_name} change={put('full_name')} testid="person-full-name" error={hands.missing(person.full_name)} />
      <TextField id="person-name" label={t('sign_in.name')} value={person.name} change={put('name')} testid="person-name" error={hands.missing(person.name)} />
      <SelectField id="person-role" label={t('key_people.role')} value={person.role} change={put('role')} testid="person-role" choices={KEY_ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
      <SelectField id="person-language" label={t('column.language')} value={person.language} change={put('language')} testid="person-language" choices={LANGUAGES.map(({ code, name: own }) => ({ value: code, label: own }))} />
      <HandsFields id="person" hands={hands} />
    </KeyAction>
  );
}

/** His token was lost, or its PIN forgotten: another one is certified as at his appointment. */
function NewToken({ person, done }: { person: Person; done: (given: Given) => void }) {
  const { t } = useWords();
  const hands = useHands();
  return (
    <KeyAction<Given> label={t('key_people.token')} testid={`person-token-${person.name}`} what={t('key_people.token_what', { name: person.full_name })} ready={hands.ready}
      send={({ reason }) => hands.send<Given>(`/keys/people/${encodeURIComponent(person.name)}/token`, { reason })}
      done={(answer) => {
        hands.forget();
        done(answer);
      }}>
      <HandsFields id={`token-${person.name}`} hands={hands} />
    </KeyAction>
  );
}

/** Told to its owner once; the page forgets it when it is left. */
function PasswordOnce({ given, close }: { given: Given; close: () => void }) {
  useForgetting(close);
  return <Dialog title={given.name} testid="person-password" close={close}><OneTime password={given.one_time_password ?? ''} /></Dialog>;
}
