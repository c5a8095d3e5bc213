import type { OperatorStatus } from '../api/row_words';
import { says } from '../words/says';
import { useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { HousePaper } from '../counter/house_paper';
import { OneTime } from '../form/one_time';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { MayDo, OperatorSessions } from './operator_drawer';
import { HOUSE } from './columns/house';
import { RegisterPage } from './register_page';
import { useChoices } from './use_choices';

/** Who handles keys is appointed at the key office. */
const ROLES = ['cashier', 'supervisor', 'manager', 'technician', 'auditor', 'administrator'];

/** Who works here and as what. Passwords are seen once, when they are made. */
export function OperatorsPage() {
  const { t } = useWords();
  const stations = useChoices('/stations', 'code');
  return <RegisterPage def={{
    id: 'operators', path: '/operators', key: ['name'], defaultSort: 'name', write: 'operators_write',
    columns: HOUSE.operators,
    fields: [
      { name: 'name', required: true, fixed: true }, { name: 'full_name', required: true },
      { name: 'roles', kind: 'many', required: true, choices: ROLES.map((value) => ({ value, label: t(`role.${value}`) })) },
      { name: 'station', kind: 'select', choices: stations, note: 'field_note.operator_station' },
    ],
    tools: <WhoHoldsWhat />,
    made: (row) => <OneTime password={String(row['one_time_password'] ?? '')} />,
    more: (row, refresh) => (
      <>
        <Access row={row} refresh={refresh} />
        <MayDo roles={Array.isArray(row['roles']) ? row['roles'].map(String) : []} />
      </>
    ),
  }} />;
}

/** The list on paper, to be compared with the one that was printed when the first shift began. */
function WhoHoldsWhat() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="plain-button" data-testid="people-paper" onClick={() => setOpen(true)}>{t('slip_kind.people')}</button>
      {open && <Dialog title={t('slip_kind.people')} testid="people-paper-dialog" close={() => setOpen(false)}><HousePaper path="/people/slip" testid="people-slip" /></Dialog>}
    </>
  );
}

/** What the server made of it; a change that waits for its day says so. */
type Given = { one_time_password?: string; waiting?: { one_time_password?: string } } | undefined;

function Access({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const [password, setPassword] = useState('');
  const locked = says<OperatorStatus>(row['state'], 'locked');
  const done = (answer: Given): void => {
    setPassword(answer?.waiting?.one_time_password ?? answer?.one_time_password ?? '');
    refresh();
  };
  const send = (what: string) => (approval?: number) => post<Given>(`/operators/${encodeURIComponent(String(row['name']))}/${what}`, approval ? { approval } : {});
  const reset = useFourEyes<Given>(send('reset'), done);
  const turn = useFourEyes<Given>(send(locked ? 'unlock' : 'lock'), done);
  if (!may(session, 'operators_write')) return null;
  return (
    <section className="drawer-section">
      <h3>{t('operator.access')}</h3>
      <ProblemNote problem={reset.problem ?? turn.problem} />
      {reset.second ?? turn.second}
      {password && <OneTime password={password} />}
      <div className="drawer-tools">
        <button type="button" className="plain-button" data-testid="operator-reset" onClick={reset.go}>{t('operator.reset')}</button>
        <button type="button" className="plain-button" data-testid={locked ? 'operator-unlock' : 'operator-lock'} onClick={turn.go}>{t(locked ? 'operator.unlock_account' : 'operator.lock_account')}</button>
      </div>
      <OperatorSessions name={String(row['name'])} />
    </section>
  );
}
