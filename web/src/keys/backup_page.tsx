import { useSession } from '../api/hooks';
import { address, post } from '../api/client';
import { Tag } from '../shell/marks';
import { may } from '../shell/permissions';
import { Failed, Loading } from '../shell/states';
import { useWords } from '../words/words';
import { KeyAction } from './key_action';
import { MakeBackupKey } from './make_backup_key';
import { OwnShare } from './own_share';
import { Restore } from './restore';
import { backupTime, isBackedUp } from './steps';
import type { BackupKey, Holder, Tree } from './types';
import { useTree } from './use_keys';

/** The backup key, split over officers; the backups written under it; and the way back onto an empty vault. */
export function BackupPage() {
  const tree = useTree();
  if (tree.isError && !tree.data) return <Failed problem={tree.error} retry={() => void tree.refetch()} />;
  if (!tree.data) return <Loading />;
  return (
    <div className="key-backup">
      <SplitCard tree={tree.data} />
      {tree.data.backup && <OwnShare backup={tree.data.backup} />}
      {tree.data.backup && <FilesCard tree={tree.data} backup={tree.data.backup} />}
      <Restore tree={tree.data} />
    </div>
  );
}

function SplitCard({ tree }: { tree: Tree }) {
  const { t, time } = useWords();
  const session = useSession().data;
  const { backup } = tree;
  const reachable = backup !== null && backup.holders.filter((holder) => !holder.lost).length >= backup.needed;
  return (
    <section className="card" aria-labelledby="backup-key" data-testid="backup-key" data-made={backup !== null}>
      <div className="card-head">
        <h2 id="backup-key">{t('key_backup.key')}</h2>
        {backup ? <Tag tone="good">{t('key_backup.made')}</Tag> : <Tag tone="warning">{t('key_backup.not_made')}</Tag>}
      </div>
      {!backup && <p>{t('key_backup.why')}</p>}
      {backup && !reachable && <p className="note warning" data-testid="shares-lost">{t('key_backup.lost_too_many')}</p>}
      {!reachable && may(session, 'key_backup') && <MakeBackupKey />}
      {backup && (
        <>
          <p>{t('key_backup.split', { needed: backup.needed, count: backup.holders.length })}{backup.made ? ` · ${time(backup.made, 'minute')}` : ''}</p>
          <ol className="officers" data-testid="backup-holders">
            {backup.holders.map((holder) => (
              <li key={holder.name} className={holder.collected ? 'given' : ''} data-testid={`holder-${holder.name}`} data-collected={holder.collected}>
                <span className="officer-name">{holder.full_name}</span>
                <HolderState holder={holder} />
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function HolderState({ holder }: { holder: Holder }) {
  const { t } = useWords();
  if (holder.lost) return <Tag tone="bad">{t('key_backup.lost')}</Tag>;
  return holder.collected ? <Tag tone="good">{t('key_backup.collected')}</Tag> : <Tag tone="info">{t('key_backup.not_collected')}</Tag>;
}

function FilesCard({ tree, backup }: { tree: Tree; backup: BackupKey }) {
  const { t, time } = useWords();
  const session = useSession().data;
  const allowed = may(session, 'key_backup');
  return (
    <section className="card" aria-labelledby="backup-files">
      <div className="card-head">
        <h2 id="backup-files">{t('key_backup.files')}</h2>
        {backup.files.length > 0 && (isBackedUp(tree) ? <Tag tone="good">{t('key_backup.current')}</Tag> : <Tag tone="warning">{t('key_backup.outdated')}</Tag>)}
        {allowed && (
          <KeyAction primary label={t('key_backup.write')} testid="backup-write" what={t('key_backup.write_what')}
            send={({ reason, approval, key }) => post<{ file: string; keys: number }>('/keys/backup', { reason, ...(approval ? { approval } : {}) }, { key })} />
        )}
      </div>
      {backup.files.length === 0 ? <p className="quiet" data-testid="backup-none">{t('key_backup.no_files')}</p> : (
        <table className="simple-table" data-testid="backup-files">
          <thead><tr><th scope="col">{t('column.file')}</th><th scope="col">{t('column.time')}</th></tr></thead>
          <tbody>
            {backup.files.map((file) => (
              <tr key={file}>
                <th scope="row">{allowed ? <a href={address(`/keys/backup/${encodeURIComponent(file)}`)} download>{file}</a> : file}</th><td>{time(backupTime(file), 'minute')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
