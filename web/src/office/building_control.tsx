import type { Answers } from '../api/described';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { keptProblem } from '../api/problem';
import { Form, Must } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { TagOf } from '../shell/marks';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { useWords } from '../words/words';
import { ParameterField } from './parameter_field';
import { Group, groupsOf, type MeterParameters } from './parameter_group';

type Building = Answers['getPlacesCodeParameters'];
type Room = Building['rows'][number];
type Ordered = Answers['postPlacesCodeParameters'];

/** One set for all rooms of a building, and how far it has come: who has it, who differs, who refused. */
export function BuildingControl({ place }: { place: string }) {
  const { t } = useWords();
  const session = useSession().data;
  const path = `/places/${encodeURIComponent(place)}/parameters`;
  const seen = useQuery({ queryKey: ['list', 'building', place], queryFn: ({ signal }) => get<Building>(path, signal), refetchInterval: 15_000 });
  if (nothingToShow(seen)) return <Failed problem={seen.error} retry={() => void seen.refetch()} />;
  if (!seen.data) return <Loading />;
  const rooms = seen.data.rows;
  const sample = rooms[0]?.meter;
  return (
    <>
      <Rooms rooms={rooms} />
      {sample !== undefined && may(session, 'meter_parameters') && <Profile path={path} sample={sample} />}
      {rooms.length === 0 && <p className="quiet">{t('error.no_rooms', { place })}</p>}
    </>
  );
}

function Rooms({ rooms }: { rooms: Room[] }) {
  const { t, first, problem } = useWords();
  const done = rooms.filter((room) => room.differ.length === 0).length;
  return (
    <table className="simple-table" data-testid="building-rooms" data-rooms={rooms.length} data-done={done}>
      <caption>{t('control.rooms')} · {t('control.progress', { done, rooms: rooms.length })}</caption>
      <thead><tr><th scope="col">{t('column.service_point')}</th><th scope="col">{t('column.meter')}</th><th scope="col">{t('control.command_state')}</th><th scope="col">{t('control.differ')}</th></tr></thead>
      <tbody>
        {rooms.map((room) => (
          <tr key={room.meter} data-testid={`room-${room.meter}`} data-state={room.state}>
            <th scope="row">{room.service_point}</th>
            <td><Link to={`/office/control?meter=${room.meter}`}>{room.meter}</Link></td>
            <td>{room.state !== '' && <TagOf kind="command" value={room.state} />}{room.state === 'refused' && room.error !== '' && <span className="small quiet"> {problem(keptProblem(room.error, room.error_details))}</span>}</td>
            <td>{room.differ.map((item) => first([`parameter.${item}`], item)).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The rows of one of its meters, empty: what is filled in goes to every room. */
function Profile({ path, sample }: { path: string; sample: string }) {
  const { t } = useWords();
  const cache = useQueryClient();
  const one = useQuery({ queryKey: ['list', 'parameters', sample], queryFn: ({ signal }) => get<MeterParameters>(`/meters/${sample}/parameters`, signal) });
  const rows = (one.data?.rows ?? []).map((row) => ({ ...row, wanted: '', held: '' }));
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [told, setTold] = useState<Ordered | null>(null);
  const set = Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== ''));
  const done = (answer: Ordered): void => { setTold(answer); setTyped({}); void cache.invalidateQueries({ queryKey: ['list', 'building'] }); };
  const eyes = useFourEyes<Ordered>((approval) => post(path, { set, ...(approval ? { approval } : {}) }), done);
  if (eyes.second) return <section className="control-sheet">{eyes.second}</section>; // a form of its own
  return (
    <Form className="control-sheet" testid="building-profile" send={eyes.go} busy={eyes.running} problem={eyes.problem}>
      {told && <p role="status" data-testid="building-told">{t('control.told', { told: told.rows.filter((row) => row.command !== 0).length, refused: told.rows.filter((row) => row.refused !== '').length })}</p>}
      <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="building-write" disabled={eyes.running}>{t('control.write_building')}</button>
        <Must id="building-nothing-set" lacking={Object.keys(set).length === 0} says={t('control.nothing_set')} /></div>
      {groupsOf(rows).map((group) => (
        <Group key={group} group={group} heads={['control.wanted']}>
          {rows.filter((row) => row.group === group).map((row) => (
            <tr key={row.item}>
              <th scope="row">{t(`parameter.${row.item}`)}{row.worth_money && <span className="small quiet"> · {t('control.two_people')}</span>}</th>
              <td><ParameterField row={row} value={typed[row.item] ?? ''} change={(text) => setTyped((now) => ({ ...now, [row.item]: text }))} /></td>
            </tr>
          ))}
        </Group>
      ))}
    </Form>
  );
}
