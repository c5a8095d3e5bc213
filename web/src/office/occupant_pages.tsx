import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import type { Page } from '../api/types';
import { TextField } from '../form/fields';
import { ProblemNote } from '../form/problem_note';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { RegisterPage } from './register_page';

// Who lives in rooms: a register with its history, and the same beside a service point.

const point = (row: Row): string | null => (row['service_point'] ? `/office/service-points?open=${String(row['service_point'])}` : null);

export function OccupantsPage() {
  return <RegisterPage def={{
    id: 'occupants', path: '/occupants', key: ['service_point', 'number'], defaultSort: 'service_point', write: 'occupants_write',
    columns: [{ id: 'service_point', link: point }, { id: 'number', kind: 'count', hidden: true }, { id: 'name' }, { id: 'identity' }, { id: 'phone', hidden: true }, { id: 'moved_in' }, { id: 'moved_out' }, { id: 'also_in' }, { id: 'address', hidden: true }],
    fields: [
      { name: 'service_point', required: true, fixed: true }, { name: 'name', required: true }, { name: 'identity' }, { name: 'phone' },
      { name: 'moved_in', kind: 'date', note: 'field_note.moved_in' }, { name: 'moved_out', kind: 'date', note: 'field_note.moved_out' },
    ],
    more: (row, refresh) => <MoveOut row={row} moved={refresh} />,
  }} />;
}

function MoveOut({ row, moved }: { row: Row; moved: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const [day, setDay] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  if (!may(session, 'occupants_write') || row['moved_out'] !== '') return null;
  const go = (): void => {
    post(`/occupants/${encodeURIComponent(String(row['service_point']))}/${String(row['number'])}/move-out`, { last_day: day }).then(() => { setProblem(null); moved(); }, setProblem);
  };
  return (
    <section className="drawer-section">
      <h3>{t('occupant.move_out')}</h3>
      <ProblemNote problem={problem} />
      <TextField id="last-day" type="date" label={t('occupant.last_day')} value={day} change={setDay} testid="last-day" />
      <div className="drawer-tools"><button type="button" className="plain-button" data-testid="move-out" onClick={go}>{t('occupant.move_out')}</button></div>
    </section>
  );
}

/** Beside a service point: who lives here, since when, and who did. */
export function RoomOccupants({ servicePoint }: { servicePoint: string }) {
  const { t } = useWords();
  const session = useSession().data;
  const [name, setName] = useState('');
  const [day, setDay] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const list = useQuery({ queryKey: ['list', 'occupants', 'room', servicePoint], queryFn: ({ signal }) => get<Page<Row>>(`/occupants?page_size=100&sort=-moved_in&filter.service_point=${encodeURIComponent(servicePoint)}`, signal) });
  const add = (): void => {
    if (name.trim() === '') return;
    post('/occupants', { service_point: servicePoint, name: name.trim(), ...(day ? { moved_in: day } : {}) }).then(() => { setProblem(null); setName(''); void list.refetch(); }, setProblem);
  };
  const rows = list.data?.rows ?? [];
  return (
    <section className="drawer-section" data-testid="room-occupants" data-rows={rows.length}>
      <h3>{t('occupant.here')}</h3>
      {rows.length === 0 && <p className="quiet">{t('occupant.nobody')}</p>}
      <ul>
        {rows.map((row) => (
          <li key={String(row['number'])}>
            <Link to={`/office/occupants?open=${encodeURIComponent(`${servicePoint}/${String(row['number'])}`)}`}>{String(row['name'])}</Link>{' '}
            <span className="quiet">{t('occupant.since', { day: String(row['moved_in']) })}{row['moved_out'] ? ` ${t('occupant.until', { day: String(row['moved_out']) })}` : ''}</span>
          </li>
        ))}
      </ul>
      {may(session, 'occupants_write') && (
        <form onSubmit={(event) => { event.preventDefault(); add(); }}>
          <ProblemNote problem={problem} />
          <TextField id="occupant-name" label={t('column.name')} value={name} change={setName} testid="occupant-name" />
          <TextField id="occupant-day" type="date" label={t('column.moved_in')} note={t('field_note.moved_in')} value={day} change={setDay} testid="occupant-day" />
          <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="occupant-add">{t('occupant.add')}</button></div>
        </form>
      )}
    </section>
  );
}
