import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { keptProblem } from '../api/problem';
import { TextField } from '../form/fields';
import { Form, Must } from '../form/form';
import { LookupField } from '../form/lookup_field';
import { useFourEyes } from '../form/use_four_eyes';
import { Tag, TagOf } from '../shell/marks';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { useWords } from '../words/words';
import { BuildingControl } from './building_control';
import './control.css';
import { ParameterField, useParameterText } from './parameter_field';
import { Group, groupsOf, type MeterParameters } from './parameter_group';
import { changedTexts, type Parameter } from './parameter_text';

// What is wanted of a meter beside its prices, and what it says it has: one meter, or all rooms of a building.

export function ControlPage() {
  const [query, setQuery] = useSearchParams();
  const meter = query.get('meter') ?? '';
  const place = query.get('place') ?? '';
  return (
    <div className="control">
      <Choose meter={meter} place={place} choose={setQuery} />
      {meter !== '' && <MeterControl key={meter} meter={meter} />}
      {meter === '' && place !== '' && <BuildingControl key={place} place={place} />}
    </div>
  );
}

function Choose({ meter: shown, place: chosen, choose }: { meter: string; place: string; choose: (query: Record<string, string>) => void }) {
  const { t } = useWords();
  const [meter, setMeter] = useState(shown);
  const show = (): void => choose({ meter: meter.replace(/\s/g, '') });
  return (
    <Form className="control-choose" send={show}>
      <TextField id="control-meter" label={t('control.meter')} value={meter} change={setMeter} testid="control-meter" must />
      <LookupField id="control-place" label={t('control.building')} value={chosen} change={(place) => { setMeter(''); choose(place === '' ? {} : { place }); }} testid="control-place" register="place" />
      <button type="submit" className="plain-button" data-testid="control-show">{t('control.show')}</button>
      {shown === '' && chosen === '' && <p className="quiet">{t('control.choose')}</p>}
    </Form>
  );
}

function MeterControl({ meter }: { meter: string }) {
  const words = useWords();
  const { t } = words;
  const session = useSession().data;
  const cache = useQueryClient();
  const path = `/meters/${meter}/parameters`;
  // Events of commands refresh every list; the slow question heals a missed one.
  const seen = useQuery({ queryKey: ['list', 'parameters', meter], queryFn: ({ signal }) => get<MeterParameters>(path, signal), refetchInterval: 15_000 });
  const [typed, setTyped] = useState<Record<string, string>>({});
  const rows = seen.data?.rows ?? [];
  const set = changedTexts(rows, typed);
  const shownText = useParameterText();
  const taken = (answer: MeterParameters): void => { cache.setQueryData(['list', 'parameters', meter], answer); setTyped({}); };
  const eyes = useFourEyes<MeterParameters>((approval) => post(path, { set, ...(approval ? { approval } : {}) }), taken);
  const [problem, setProblem] = useState<unknown>(null);
  const read = (): void => { post<MeterParameters>(path, {}).then((answer) => { setProblem(null); taken(answer); }, setProblem); };
  if (nothingToShow(seen)) return <Failed problem={seen.error} retry={() => void seen.refetch()} />;
  if (!seen.data) return <Loading />;
  const can = may(session, 'meter_parameters') && seen.data.link === 'active';
  const differ = rows.filter((row) => row.differs).length;
  if (eyes.second) return <section className="control-sheet">{eyes.second}</section>; // a form of its own
  return (
    <Form className="control-sheet" testid="control-meter-sheet" data-differ={differ} send={eyes.go} busy={eyes.running} problem={problem ?? eyes.problem}>
      <p className="control-head">
        <strong>{meter}</strong> {seen.data.model} {seen.data.service_point}
        {seen.data.command && <span data-testid="control-command" data-state={seen.data.command.state}> {t('control.command_state')}: <TagOf kind="command" value={seen.data.command.state} /> <span className="small quiet">{words.time(seen.data.command.created, 'minute')} {seen.data.command.error && words.problem(keptProblem(seen.data.command.error, seen.data.command.error_details))}</span></span>}
      </p>
      {seen.data.link !== 'active' && <p role="status">{t('control.not_on_line')}</p>}
      {can && (
        <div className="drawer-tools">
          <button type="submit" className="primary-button" data-testid="control-write" disabled={eyes.running}>{t('control.write')}</button>
          <button type="button" className="plain-button" data-testid="control-read" onClick={read}>{t('control.read')}</button>
          <Must id="control-nothing-set" lacking={Object.keys(set).length === 0} says={t('control.nothing_set')} />
        </div>
      )}
      {groupsOf(rows).map((group) => (
        <Group key={group} group={group} heads={['control.has', 'control.wanted', 'column.state']}>
          {rows.filter((row) => row.group === group).map((row) => (
            <tr key={row.item} data-testid={`row-${row.item}`} data-differs={row.differs}>
              <th scope="row">{t(`parameter.${row.item}`)}{row.worth_money && <span className="small quiet"> · {t('control.two_people')}</span>}</th>
              <td data-testid={`held-${row.item}`}>{row.held !== '' ? shownText(row, row.held) : <span className="quiet">{t(row.received ? 'control.absent' : 'control.never')}</span>}</td>
              <td>{can ? <ParameterField row={row} value={typed[row.item] ?? row.wanted} change={(text) => setTyped((now) => ({ ...now, [row.item]: text }))} /> : shownText(row, row.wanted)}</td>
              <td><Standing row={row} /></td>
            </tr>
          ))}
        </Group>
      ))}
    </Form>
  );
}

function Standing({ row }: { row: Parameter }) {
  const { t } = useWords();
  if (row.wanted === '') return <span className="quiet">{t('control.any')}</span>;
  return <Tag tone={row.differs ? 'warning' : 'good'}>{t(row.differs ? 'control.differs' : 'control.same')}</Tag>;
}
