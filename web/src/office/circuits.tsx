import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Answers } from '../api/described';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { TagOf } from '../shell/marks';
import { may } from '../shell/permissions';
import { unitOf, useWords } from '../words/words';

type Plate = Answers['getMetersNumberCircuits'];
type CircuitRow = Plate['rows'][number];

/** A plate of several circuits: each of them is a supply, with its account, its register and its balance. Nothing of a meter that is one. */
export function Circuits({ meter, point }: { meter: string; point: string }) {
  const { t } = useWords();
  const session = useSession().data;
  const plate = useQuery({ queryKey: ['list', 'circuits', 'of', meter], queryFn: ({ signal }) => get<Plate>(`/meters/${meter}/circuits`, signal) }).data;
  if (!plate || (plate.circuits === 0 && !plate.plate)) return null;
  if (plate.plate) {
    return <p className="drawer-section" data-testid="circuit-on"><Link to={`/office/meters?open=${plate.plate.meter}`}>{t('circuits.on', { circuit: plate.plate.circuit, meter: plate.plate.meter })}</Link>{plate.plate.name && ` · ${plate.plate.name}`}</p>;
  }
  const writes = may(session, 'meters_write');
  return (
    <section className="drawer-section" data-testid="circuits">
      <h3>{t('page.circuits')}</h3>
      {plate.rows.length === 0 ? <><p className="quiet">{t('circuits.none_yet')} {t('circuits.how')}</p>{writes && <Make meter={meter} point={point} count={plate.circuits} />}</> : <Rows rows={plate.rows} writes={writes} />}
    </section>
  );
}

function Rows({ rows, writes }: { rows: CircuitRow[]; writes: boolean }) {
  const words = useWords();
  const { t } = words;
  const [naming, setNaming] = useState<CircuitRow | null>(null);
  const unit = unitOf(rows[0]?.commodity);
  return (
    <>
      {naming && <Name key={naming.number} of={naming} done={() => setNaming(null)} />}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t('page.circuits')}>
        <table className="simple-table" data-testid="circuit-rows">
          <thead>
            <tr>
              <th scope="col" className="number">{t('column.circuit')}</th><th scope="col">{t('circuits.name')}</th><th scope="col">{t('column.meter')}</th><th scope="col">{t('column.service_point')}</th><th scope="col">{t('column.account')}</th>
              <th scope="col">{t('column.customer_name')}</th><th scope="col" className="number">{t('column.energy')}, {words.unit(unit)}</th><th scope="col" className="number">{t('column.balance')}, {words.currency}</th><th scope="col">{t('column.state')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.number} data-testid={`circuit-${row.circuit}`}>
                <th scope="row" className="number">{row.circuit}</th>
                <td>{writes ? <button type="button" className="quiet-button" data-testid={`circuit-name-${row.circuit}`} aria-label={t('circuits.rename', { circuit: row.circuit })} onClick={() => setNaming(row)}>{row.name || '—'}</button> : row.name || '—'}</td>
                <td><Link to={`/office/meters?open=${row.number}`}>{row.number}</Link></td><td>{row.service_point || '—'}</td>
                <td>{row.account ? <Link to={`/office/accounts?open=${row.account}`}>{row.account}</Link> : '—'}</td><td>{row.customer_name || '—'}</td>
                <td className="number" title={row.taken ? words.time(row.taken) : undefined}>{words.decimal(row.energy)}</td><td className="number">{words.decimal(row.balance)}</td><td><TagOf kind="meter" value={row.state} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Something is sent, and the circuits are looked at again. */
function useSend(path: string, done: () => void) {
  const cache = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const send = (body: Record<string, string>) => (): void => {
    post(path, body).then(() => { setProblem(null); void cache.invalidateQueries({ queryKey: ['list'] }); done(); }, setProblem);
  };
  return { problem, send };
}

function Make({ meter, point, count }: { meter: string; point: string; count: number }) {
  const { t } = useWords();
  const [first, setFirst] = useState('');
  const [where, setWhere] = useState(point);
  const { problem, send } = useSend(`/meters/${meter}/circuits`, () => undefined);
  return (
    <Form send={send({ first: first.trim(), service_point: where.trim() })} problem={problem} testid="make-circuits">
      <TextField id="circuits-first" label={t('circuits.first')} value={first} change={setFirst} testid="circuits-first" must />
      <TextField id="circuits-point" label={t('circuits.point')} note={t('form.optional')} value={where} change={setWhere} testid="circuits-point" />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="circuits-make">{t('circuits.make', { count })}</button></div>
    </Form>
  );
}

function Name({ of, done }: { of: CircuitRow; done: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState(of.name);
  const { problem, send } = useSend(`/meters/${of.number}/circuit-name`, done);
  return (
    <Form send={send({ name: name.trim() })} problem={problem}>
      <TextField id="circuit-name" label={t('circuits.rename', { circuit: of.circuit })} value={name} change={setName} testid="circuit-name" autoFocus />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="circuit-name-save">{t('form.save')}</button></div>
    </Form>
  );
}
