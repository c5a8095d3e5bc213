import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import type { Page } from '../api/types';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';

/** Beside a service point: who lives here, since when, and who did. */
export function RoomOccupants({ servicePoint }: { servicePoint: string }) {
  const { t, day: dayOf } = useWords();
  const session = useSession().data;
  const [name, setName] = useState('');
  const [day, setDay] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const list = useQuery({ queryKey: ['list', 'occupants', 'room', servicePoint], queryFn: ({ signal }) => get<Page<Row>>(`/occupants?page_size=100&sort=-moved_in&filter.service_point=${encodeURIComponent(servicePoint)}`, signal) });
  const add = (): void => {
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
            <span className="quiet">{t('occupant.since', { day: dayOf(String(row['moved_in'])) })}{row['moved_out'] ? ` ${t('occupant.until', { day: dayOf(String(row['moved_out'])) })}` : ''}</span>
          </li>
        ))}
      </ul>
      {may(session, 'occupants_write') && (
        <Form className="" send={add} problem={problem}>
          <TextField id="occupant-name" label={t('column.occupants.name')} value={name} change={setName} testid="occupant-name" must />
          <TextField id="occupant-day" type="date" label={t('column.moved_in')} note={t('field_note.moved_in')} value={day} change={setDay} testid="occupant-day" />
          <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="occupant-add">{t('occupant.add')}</button></div>
        </Form>
      )}
    </section>
  );
}
