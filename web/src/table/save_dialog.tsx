import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, put, remove } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import { offerUndo } from '../shell/undo';
import { useWords } from '../words/words';
import { ROLES, type Saved } from './saved';

interface Props {
  kind: 'view' | 'query';
  subject: string;
  /** {view: …} or {query: …}: what is kept. */
  document: Record<string, unknown>;
  /** What is changed; none: something new. */
  before?: Saved;
  /** What it may be called. */
  start?: string;
  close: () => void;
  done?: (saved: Saved | null) => void;
}

/** Under which name something is kept, with whom it is shared, whether it stands in the menu. */
export function SaveDialog({ kind, subject, document, before, start = '', close, done }: Props) {
  const { t } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [name, setName] = useState(before?.name ?? start);
  const [roles, setRoles] = useState<string[]>(before?.roles ?? []);
  const [pinned, setPinned] = useState(before?.pinned ?? false);
  const [problem, setProblem] = useState<unknown>(null);
  const finish = (saved: Saved | null): void => {
    void cache.invalidateQueries({ queryKey: ['saved'] });
    done?.(saved);
    close();
  };
  const save = (): void => {
    const body = { kind, subject, name: name.trim(), roles, pinned, ...document, ...(before ? { version: before.version } : {}) };
    (before ? put<Saved>(`/saved/${before.number}`, body) : post<Saved>('/saved', body)).then(finish, setProblem);
  };
  const takeAway = async ({ number, name: called }: Saved): Promise<void> => {
    try {
      await remove(`/saved/${number}`);
    } catch (reason) {
      return setProblem(reason);
    }
    offerUndo({ text: t('saved.removed', { name: called }), undo: async () => {
      await post(`/saved/${number}/bring-back`, {});
      await cache.invalidateQueries({ queryKey: ['saved'] });
    } });
    finish(null);
  };
  const title = before ? before.name : t(kind === 'query' ? 'saved.save_query' : 'saved.save');
  return (
    <Dialog title={title} testid="save-dialog" close={close}>
      <Form className="filter-form" send={save} problem={problem}>
        <TextField id="saved-name" label={t('saved.name')} value={name} change={setName} testid="saved-name" must />
        {(may(session, 'queries_share') || roles.length > 0) && (
          <fieldset className="field"><legend>{t('saved.share')}</legend>
            <p className="small quiet">{t('saved.share_note')}</p>
            {ROLES.map((role) => (
              <label key={role} className="radio-row"><input type="checkbox" checked={roles.includes(role)} data-testid={`share-${role}`}
                onChange={(event) => setRoles(event.target.checked ? [...roles, role] : roles.filter((each) => each !== role))} /> {t(`role.${role}`)}</label>
            ))}
          </fieldset>
        )}
        <label className="radio-row"><input type="checkbox" checked={pinned} data-testid="saved-pin" onChange={(event) => setPinned(event.target.checked)} /> {t('saved.pin')}</label>
        <div className="drawer-tools">
          <button type="submit" className="primary-button" data-testid="saved-save">{t('saved.save_now')}</button>
          {before && <button type="button" className="plain-button" data-testid="saved-remove" onClick={() => void takeAway(before)}>{t('saved.remove')}</button>}
        </div>
      </Form>
    </Dialog>
  );
}
