import { useState, type ChangeEvent } from 'react';
import { postText } from '../api/client';
import { newKey } from '../api/key';
import { SelectField } from '../form/fields';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import { useWords } from '../words/words';
import { decodeText } from './decode_text';

interface Preview { new: number; changed: number; same: number; written: number; errors: { row: number; column: string; code: string; detail: string; details?: Record<string, unknown> }[] }

const KINDS = ['customers', 'service-points', 'meters', 'places', 'accounts', 'area-numbers', 'wells', 'well-meters'];

/** All rows are checked first, not a sample. What goes wrong while they are written is named, and the same file goes on from there. */
export function ImportPage() {
  const { t } = useWords();
  const [kind, setKind] = useState('customers');
  const [file, setFile] = useState<{ name: string; text: string; encoding: string } | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [done, setDone] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [key, setKey] = useState(newKey());
  const rows = preview ? preview.new + preview.changed : 0;
  const what = file ? t('import.asked', { name: file.name, page: t(`page.${kind}`), count: rows }) : undefined;
  const eyes = useFourEyes<Preview>((approval) => postText(`/import/${kind}${approval ? `?approval=${approval}` : ''}`, file?.text ?? '', { key }), setDone, what);
  const look = async (text: string): Promise<void> => {
    try {
      setPreview(await postText<Preview>(`/import/${kind}?dry_run=1`, text));
      setProblem(null);
    } catch (why) {
      setProblem(why);
    }
  };
  /** Another file is another request. */
  const begin = (): void => {
    setDone(null);
    setPreview(null);
    setKey(newKey());
    eyes.forget();
  };
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const chosen = event.target.files?.[0];
    if (!chosen) return;
    const { text, encoding } = decodeText(new Uint8Array(await chosen.arrayBuffer()));
    setFile({ name: chosen.name, text, encoding });
    begin();
    await look(text);
  };
  return (
    <div className="import-box">
      <SelectField id="import-kind" label={t('import.what')} value={kind} change={(value) => { setKind(value); setFile(null); begin(); }} testid="import-kind"
        choices={KINDS.map((value) => ({ value, label: t(`page.${value}`) }))} />
      <div className="field">
        <label htmlFor="import-file">{t('import.file')}</label>
        <p className="small quiet" id="import-note">{t('import.note')}</p>
        <input id="import-file" type="file" accept=".csv,text/csv" aria-describedby="import-note" data-testid="import-file" onChange={(event) => void take(event)} />
      </div>
      <ProblemNote problem={problem} />
      {file && <p className="quiet">{t('import.read_as', { name: file.name, encoding: file.encoding })}</p>}
      {preview && <Counts preview={preview} />}
      {preview && preview.errors.length > 0 && <Errors report={preview} caption={t('import.fix_first')} />}
      {eyes.second}
      {preview && preview.errors.length === 0 && !done && file && !eyes.second && (
        <>
          <ProblemNote problem={eyes.problem} />
          <div><button type="button" className="primary-button" data-testid="import-write" onClick={eyes.go}>{t('import.write', { count: rows })}</button></div>
        </>
      )}
      {done && done.errors.length === 0 && <p className="good-note" role="status" data-testid="import-done">{t('import.done', { fresh: done.new, changed: done.changed })}</p>}
      {done && done.errors.length > 0 && <Errors report={done} caption={t('import.stopped', { written: done.written })} />}
    </div>
  );
}

function Counts({ preview }: { preview: Preview }) {
  const { t, decimal } = useWords();
  return (
    <dl className="counts" data-testid="import-preview">
      {(['new', 'changed', 'same'] as const).map((name) => <div key={name}><dt>{t(`import.${name}`)}</dt><dd data-testid={`import-${name}`}>{decimal(preview[name])}</dd></div>)}
      <div><dt>{t('import.errors')}</dt><dd data-testid="import-errors">{decimal(preview.errors.length)}</dd></div>
    </dl>
  );
}

function Errors({ report, caption }: { report: Preview; caption: string }) {
  const { t, first } = useWords();
  return (
    <table className="simple-table">
      <caption>{caption}</caption>
      <thead><tr><th scope="col" className="number">{t('import.row')}</th><th scope="col">{t('import.column')}</th><th scope="col">{t('import.why')}</th></tr></thead>
      <tbody>{report.errors.slice(0, 200).map((error, index) => <tr key={index}><td className="number">{error.row}</td><td>{first([`column.${error.column}`], error.column)}</td><td>{error.detail || first([`error.${error.code}`], error.code, error.details)}</td></tr>)}</tbody>
    </table>
  );
}
