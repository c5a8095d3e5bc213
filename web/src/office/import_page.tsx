import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { address, get, postBytes } from '../api/client';
import { SelectField } from '../form/fields';
import { FileField } from '../form/file_field';
import { ProblemNote } from '../form/problem_note';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { useWords } from '../words/words';
import './import.css';
import { ImportMapping } from './import_mapping';
import { ImportPreview } from './import_preview';
import { ImportRunView } from './import_run';
import type { ImportDraft, ImportRegister, ImportRun } from './import_types';
import { ImportWrite } from './import_write';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ENCODINGS = ['UTF-8', 'GB18030', 'Windows-1251'];
const isWorkbook = (file: File): boolean => /\.xlsx$/i.test(file.name);

/** All rows are checked first, not a sample; what was guessed of the file is shown; and what was written can be taken back for a day. */
export function ImportPage() {
  const { t } = useWords();
  const registers = useQuery({ queryKey: ['import-registers'], queryFn: ({ signal }) => get<{ rows: ImportRegister[] }>('/imports/registers', signal) });
  const [wanted, setRegister] = useState('customers');
  const [draft, setDraft] = useState<ImportDraft | null>(null);
  const [run, setRun] = useState<ImportRun | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const [file, setFile] = useState<File | null>(null);
  const [encoding, setEncoding] = useState('');
  if (nothingToShow(registers)) return <Failed problem={registers.error} retry={() => void registers.refetch()} />;
  if (!registers.data) return <Loading />;
  const offered = registers.data.rows.map(({ name }) => name);
  const register = offered.includes(wanted) ? wanted : offered[0] ?? ''; // an administrator brings no customers
  /** Another file is another request. */
  const begin = (): void => {
    setDraft(null);
    setRun(null);
    setProblem(null);
  };
  const put = async (chosen: File, readAs: string): Promise<void> => {
    begin();
    setFile(chosen);
    setEncoding(readAs);
    try {
      const type = isWorkbook(chosen) ? XLSX : 'text/csv';
      setDraft(await postBytes<ImportDraft>(address('/imports/drafts', { register, name: chosen.name, ...(readAs && { encoding: readAs }) }).replace('/api/v1', ''), chosen, type));
    } catch (why) {
      setProblem(why);
    }
  };
  const change = (to: ImportDraft): void => setDraft(to);
  return (
    <div className="import-box">
      <SelectField id="import-kind" label={t('import.what')} value={register} change={(value) => { setRegister(value); begin(); setFile(null); setRound(round + 1); }} testid="import-kind"
        choices={offered.map((name) => ({ value: name, label: t(`page.${name}`) }))} />
      <p className="import-links">
        <a href={address(`/imports/registers/${register}/template`, { format: 'csv' })} data-testid="import-template-csv">{t('import.template_csv')}</a>
        <a href={address(`/imports/registers/${register}/template`, { format: 'xlsx' })}>{t('import.template_xlsx')}</a>
        <Link to="/office/imports">{t('import.former')}</Link>
      </p>
      <FileField key={round} id="import-file" label={t('import.file')} note={t('import.note')} accept={`.csv,.txt,.xlsx,text/csv,${XLSX}`} testid="import-file" take={([chosen]) => { if (chosen) void put(chosen, ''); }} />
      {file && !run && !isWorkbook(file) && (
        <SelectField id="import-encoding" label={t('import.encoding')} value={encoding} change={(value) => void put(file, value)} testid="import-encoding"
          choices={[{ value: '', label: t('import.encoding_guessed') }, ...ENCODINGS.map((name) => ({ value: name, label: name }))]} />
      )}
      <ProblemNote problem={problem} />
      {draft && !run && (
        <>
          <ReadAs draft={draft} />
          <ImportMapping key={draft.id} draft={draft} change={change} />
          {!draft.refused && <ImportPreview draft={draft} change={change} />}
          {!draft.refused && <ImportWrite key={`${draft.id} ${draft.fixes} ${draft.columns.map(({ column }) => column).join()}`} draft={draft} begun={setRun} />}
        </>
      )}
      {run && <ImportRunView begun={run} />}
    </div>
  );
}

/** What was guessed of the file. */
function ReadAs({ draft }: { draft: ImportDraft }) {
  const { t, time } = useWords();
  const separators: Record<string, string> = { ',': 'import.separator_comma', ';': 'import.separator_semicolon', tab: 'import.separator_tab' };
  const said = { name: draft.file_name, count: draft.rows };
  return (
    <>
      <p className="quiet" data-testid="import-read-as">
        {draft.workbook ? t('import.read_xlsx', said) : t('import.read_csv', { ...said, encoding: draft.encoding, separator: t(separators[draft.separator] ?? 'import.separator_comma') })}
      </p>
      {draft.earlier && <p className="note" data-testid="import-earlier">{t('import.earlier', { time: time(draft.earlier.time), by: draft.earlier.by, number: draft.earlier.number })}</p>}
      {draft.remembered && <p className="quiet">{t('import.remembered')}</p>}
      {draft.unknown.length > 0 && <p className="note" data-testid="import-unknown">{t('import.unknown_columns', { names: draft.unknown.join(', ') })}</p>}
    </>
  );
}
