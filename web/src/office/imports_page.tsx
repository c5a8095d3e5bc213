import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import { ProblemNote } from '../form/problem_note';
import { Loading, nothingToShow } from '../shell/states';
import { ImportRunView } from './import_run';
import type { ImportRun } from './import_types';
import { HOUSE } from './columns/house';
import { RegisterPage } from './register_page';

/** What came into the registers from files: when, by whom, and what became of it. */
export function ImportsPage() {
  return <RegisterPage def={{
    id: 'imports', path: '/imports', key: ['number'], defaultSort: '-number',
    columns: HOUSE.imports,
    more: (row) => <One number={Number(row['number'])} />,
  }} />;
}

function One({ number }: { number: number }) {
  const run = useQuery({ queryKey: ['import-run', number], queryFn: ({ signal }) => get<ImportRun>(`/imports/runs/${number}`, signal) });
  if (nothingToShow(run)) return <ProblemNote problem={run.error} />;
  return run.data ? <ImportRunView begun={run.data} /> : <Loading />;
}
