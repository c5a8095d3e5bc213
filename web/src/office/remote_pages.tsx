import type { CommandKind, CommandStatus } from '../api/row_words';
import { says } from '../words/says';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { Keyring } from '../api/key';
import { keptProblem } from '../api/problem';
import type { CommandView } from '../api/types';
import { listed } from '../api/lists';
import { SelectField, TextField } from '../form/fields';
import { ProblemNote } from '../form/problem_note';
import { TagOf } from '../shell/marks';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { METERS } from './columns/meters';
import { RegisterPage } from './register_page';

// Meters on a line: where each is reached, what waits for them and what became of it.

export function LinksPage() {
  const { t } = useWords();
  return <RegisterPage def={{
    id: 'links', path: '/links', key: ['meter'], defaultSort: 'meter', write: 'links_write', named: true,
    columns: METERS.links,
    fields: [
      { name: 'meter', required: true, fixed: true, note: 'field_note.meter_number' }, { name: 'address', required: true, note: 'field_note.line_address' }, { name: 'line', note: 'field_note.line' },
      { name: 'state', kind: 'select', required: true, start: 'active', choices: ['active', 'stopped'].map((value) => ({ value, label: t(`state.link.${value}`) })) },
    ],
    more: (row, refresh) => <LinkDrawer row={row} refresh={refresh} />,
  }} />;
}

function LinkDrawer({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const number = String(row['meter']);
  const [problem, setProblem] = useState<unknown>(null);
  const lift = (): void => {
    post(`/links/${number}/lift`).then(() => { setProblem(null); refresh(); }, setProblem);
  };
  return (
    <>
      {row['trouble'] !== '' && may(session, 'links_write') && (
        <div className="drawer-tools"><button type="button" className="plain-button" data-testid="link-lift" onClick={lift}>{t('link.lift')}</button></div>
      )}
      <ProblemNote problem={problem} />
      {may(session, 'remote_orders') && <GiveOrder meter={number} given={refresh} />}
      <Commands meter={number} />
    </>
  );
}

const PLAIN_ORDERS = ['read', 'clock', 'prices', 'parameters', 'settlement'] as const satisfies CommandKind[];
const RELAY_ORDERS = ['trip', 'permit', 'close', 'protect', 'unprotect', 'alarm', 'end_alarm'] as const;
type PlainOrder = (typeof PLAIN_ORDERS)[number];
type Order = PlainOrder | (typeof RELAY_ORDERS)[number];

const isPlain = (what: Order): what is PlainOrder => (PLAIN_ORDERS as readonly Order[]).includes(what);

function orderOf(what: Order, said: { minutes: string; confirmed: boolean; day: string; hour: string }): object {
  if (what === 'clock') return { kind: what, confirmed: said.confirmed };
  if (what === 'settlement') return { kind: what, day: Number(said.day) || 0, hour: Number(said.hour) || 0 };
  return isPlain(what) ? { kind: what } : { kind: 'relay', order: what, minutes: Number(said.minutes) || 0 };
}

/** Reading, or what the relay shall do: given once, its way is in the table below. */
function GiveOrder({ meter: number, given }: { meter: string; given: () => void }) {
  const { t } = useWords();
  const [what, setWhat] = useState<Order>('read');
  const [minutes, setMinutes] = useState('10');
  const [confirmed, setConfirmed] = useState(false);
  const [day, setDay] = useState('1');
  const [hour, setHour] = useState('0');
  const [problem, setProblem] = useState<unknown>(null);
  const keys = useRef(new Keyring());
  const [round, setRound] = useState(0);
  const order = (): void => {
    const body = orderOf(what, { minutes, confirmed, day, hour });
    post(`/meters/${number}/commands`, body, { key: keys.current.keyFor(number, what, minutes, String(confirmed), day, hour, round) }).then(() => { setProblem(null); setRound(round + 1); given(); }, setProblem);
  };
  return (
    <section className="drawer-section">
      <h3>{t('link.order')}</h3>
      <ProblemNote problem={problem} />
      <SelectField id="order-what" label={t('link.what')} value={what} change={setWhat} testid="order-what" choices={[...PLAIN_ORDERS, ...RELAY_ORDERS].map((value) => ({ value, label: t(isPlain(value) ? `command.kind.${value}` : `relay_order.${value}`) }))} />
      {what === 'clock' && <label className="radio-row"><input type="checkbox" checked={confirmed} data-testid="order-confirmed" onChange={(event) => setConfirmed(event.target.checked)} /><span>{t('link.confirmed')}</span></label>}
      {what === 'settlement' && <TextField id="order-day" label={t('column.settlement_day')} value={day} change={setDay} testid="order-day" />}
      {what === 'settlement' && <TextField id="order-hour" label={t('column.settlement_hour')} value={hour} change={setHour} testid="order-hour" />}
      {!isPlain(what) && <TextField id="order-minutes" label={t('link.minutes')} value={minutes} change={setMinutes} testid="order-minutes" />}
      <div className="drawer-tools"><button type="button" className="plain-button" data-testid="order-give" onClick={order}>{t('link.give')}</button></div>
    </section>
  );
}

export function Commands({ meter: number }: { meter: string }) {
  const words = useWords();
  const { t } = words;
  const list = useQuery({ queryKey: ['list', 'commands', 'related', number], queryFn: ({ signal }) => listed('commands', `sort=-number&page_size=20&filter.meter=${number}`, signal) });
  return (
    <section className="drawer-section">
      <table className="simple-table" data-testid="link-commands">
        <caption>{t('page.commands')}</caption>
        <thead><tr><th scope="col">{t('column.created')}</th><th scope="col">{t('column.kind')}</th><th scope="col">{t('column.sale')}</th><th scope="col">{t('column.state')}</th></tr></thead>
        <tbody>
          {(list.data?.rows ?? []).map((row) => (
            <tr key={row.number}><td>{words.time(row.created, 'minute')}</td><td>{t(`command.kind.${row.kind}`)}</td><td>{row.sale}</td><td><TagOf kind="command" value={row.state} /></td></tr>
          ))}
        </tbody>
      </table>
      {list.data?.rows.length === 0 && <p className="quiet">{t('empty.commands')}</p>}
    </section>
  );
}


/** Everything that meters on a line were to be told, and how it is known what became of it. */
export function CommandsPage() {
  return <RegisterPage def={{
    id: 'commands', path: '/commands', key: ['number'], columns: METERS.commands, defaultSort: '-number',
    more: (row, refresh) => <CommandDrawer row={row} refresh={refresh} />,
  }} />;
}

/** Why it went no further, and – as long as it waits – a way to call it off. */
function CommandDrawer({ row, refresh }: { row: Row; refresh: () => void }) {
  return <>{row['error'] !== '' && <CommandTrouble number={Number(row['number'])} />}<CommandCancel row={row} refresh={refresh} /></>;
}

function CommandTrouble({ number }: { number: number }) {
  const { problem } = useWords();
  const found = useQuery({ queryKey: ['list', 'command', number], queryFn: ({ signal }) => get<CommandView>(`/commands/${number}`, signal) });
  if (!found.data?.error) return null;
  return <p className="bad-note" data-testid="command-trouble" data-code={found.data.error}>{problem(keptProblem(found.data.error, found.data.error_details))}</p>;
}

function CommandCancel({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const [problem, setProblem] = useState<unknown>(null);
  const waits = says<CommandStatus>(row['state'], 'queued') && says<CommandKind>(row['kind'], 'relay', 'prices', 'parameters', 'clock', 'read', 'settlement');
  if (!waits || !may(session, 'remote_orders')) return null;
  const cancel = (): void => {
    post(`/commands/${String(row['number'])}/cancel`).then(() => { setProblem(null); refresh(); }, setProblem);
  };
  return (
    <>
      <ProblemNote problem={problem} />
      <div className="drawer-tools"><button type="button" className="plain-button" data-testid="command-cancel" onClick={cancel}>{t('command.cancel')}</button></div>
    </>
  );
}
