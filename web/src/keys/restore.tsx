import type { Answers } from '../api/described';
import { useRef, useState } from 'react';
import { post, postSecret } from '../api/client';
import { asProblem } from '../api/problem';
import { useSession } from '../api/hooks';
import { SelectField } from '../form/fields';
import { Form } from '../form/form';
import type { Asked } from '../form/four_eyes';
import { Tag } from '../shell/marks';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { CheckValue } from './check_value';
import { KeyAction, type Sent } from './key_action';
import { useForgetting } from './secret_field';
import { looksLikeShare, plainShare } from './share';
import type { Tree } from './types';

type Restored = Answers['postKeysRestore'];
/** null: it does not say when it was made. */
interface Older { file: string; made: string | null; newest: string }

/** Back onto an empty vault: enough holders enter their shares, then two managers restore a file. */
export function Restore({ tree }: { tree: Tree }) {
  const { t, time } = useWords();
  const session = useSession().data;
  const [file, setFile] = useState('');
  const [result, setResult] = useState<Restored | null>(null);
  const [older, setOlder] = useState<Older | null>(null);
  const [meant, setMeant] = useState(false);
  const files = tree.backup?.files ?? [];
  const chosen = file || files[0] || '';
  if (!tree.backup) return null;
  const question = older?.file === chosen ? older : null;
  /** An older backup is a question, with both dates; it is asked where it was sent. */
  const restore = async ({ reason, approval, key }: Sent): Promise<Restored | Asked> => {
    try {
      return await post<Restored | Asked>('/keys/restore', { file: chosen, reason, ...(question && meant ? { older: true } : {}), ...(approval ? { approval } : {}) }, { key });
    } catch (why) {
      const { code, details } = asProblem(why);
      if (code === 'backup_older') setOlder({ file: chosen, made: details['made'] === 'unknown' ? null : String(details['made']), newest: String(details['newest']) });
      throw why;
    }
  };
  return (
    <details className="card restore" data-testid="restore">
      <summary>{t('key_restore.title')}</summary>
      <p>{t('key_restore.how', { needed: tree.backup.needed })}</p>
      {may(session, 'key_ceremony') && <ShareEntry needed={tree.backup.needed} />}
      {may(session, 'key_backup') && files.length > 0 && (
        <div className="form narrow-form">
          <SelectField id="restore-file" label={t('column.file')} value={chosen} change={(next) => { setFile(next); setMeant(false); }} testid="restore-file" choices={files.map((each) => ({ value: each, label: each }))} />
          <div className="form-actions">
            <KeyAction label={t('key_restore.go')} testid="restore-go" what={t('key_restore.what', { file: chosen })} done={setResult} send={restore}>
              {question && (
                <label className="check" data-testid="restore-older-question">
                  <input type="checkbox" checked={meant} onChange={(event) => setMeant(event.target.checked)} data-testid="restore-older" />
                  {t('key_restore.older', { made: question.made === null ? t('key_restore.not_known') : time(question.made, 'minute'), newest: time(question.newest, 'minute') })}
                </label>
              )}
            </KeyAction>
          </div>
        </div>
      )}
      {result && <RestoredKeys result={result} />}
      {result && result.destroyed.length > 0 && <p className="note" data-testid="restore-destroyed">{t('key_restore.destroyed', { count: result.destroyed.length })}: {result.destroyed.map((key) => `${key.purpose} ${key.version}`).join(', ')}</p>}
    </details>
  );
}

/** One share, typed from paper. It stays in the field and is gone when the field is sent or left. */
function ShareEntry({ needed }: { needed: number }) {
  const { t } = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const [given, setGiven] = useState<number | null>(null);
  const [flawed, setFlawed] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const forget = (): void => { if (field.current) field.current.value = ''; };
  useForgetting(forget);
  const send = async (): Promise<void> => {
    const text = plainShare(field.current!.value);
    setProblem(null);
    setFlawed(!looksLikeShare(text));
    if (!looksLikeShare(text)) return field.current!.focus();
    try {
      setGiven((await postSecret<{ given: number; needed: number }>('/keys/restore/share', { text })).given);
    } catch (why) {
      setProblem(why);
    } finally {
      forget();
    }
  };
  return (
    <Form className="form narrow-form" autoComplete="off" send={() => void send()} problem={problem}>
      <div className={`field ${flawed ? 'has-error' : ''}`}>
        <div className="field-head"><label htmlFor="share">{t('key_restore.share')}</label><span className="small quiet" id="share-note">KS1-1-2-…</span></div>
        <textarea id="share" ref={field} rows={3} className="text-input share-input" autoComplete="off" autoCapitalize="characters" spellCheck={false} data-secret="" data-testid="restore-share" aria-invalid={flawed || undefined} aria-describedby={flawed ? 'share-note share-error' : 'share-note'} />
        {flawed && <p className="field-error" id="share-error" role="alert">{t('key_restore.no_share')}</p>}
      </div>
      <div className="form-actions">
        <button type="submit" className="primary-button" data-testid="restore-share-send">{t('key_restore.give')}</button>
        {given !== null && <span role="status" className="tag good" data-testid="restore-given" data-given={given}>✓ {t('key_restore.given', { given, needed })}</span>}
      </div>
    </Form>
  );
}

function RestoredKeys({ result }: { result: Restored }) {
  const { t, first } = useWords();
  return (
    <table className="simple-table" data-testid="restored">
      <caption>{t('key_restore.done', { count: result.restored.length })}</caption>
      <thead><tr>{['purpose', 'version', 'check_value', 'vault_says'].map((name) => <th key={name} scope="col">{t(`column.${name}`)}</th>)}</tr></thead>
      <tbody>
        {result.restored.map((key) => (
          <tr key={`${key.purpose}/${key.version}`}><th scope="row">{first([`key_purpose.${key.purpose}`], key.purpose)}</th><td className="number">{key.version}</td><td><CheckValue of={key.check_value} /></td>
            <td>{key.agrees ? <Tag tone="good">{t('key_tree.agrees')}</Tag> : <Tag tone="bad">{t('key_tree.differs')}</Tag>}</td></tr>
        ))}
      </tbody>
    </table>
  );
}
