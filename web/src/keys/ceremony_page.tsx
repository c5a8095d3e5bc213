import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../api/hooks';
import { may } from '../shell/permissions';
import { RegisterTable } from '../table/register_table';
import { useWords } from '../words/words';
import { CeremonyView } from './ceremony_view';
import { StartCeremony } from './start_ceremony';
import { useKept, useTree } from './use_keys';

/** Officers form a key together: the one that is open now, and all that were before. */
export function CeremonyPage() {
  const { t } = useWords();
  const session = useSession().data;
  const tree = useTree().data;
  const [query, setQuery] = useSearchParams();
  const [starting, setStarting] = useState(false);
  const kept = useKept(tree?.ceremony);
  const number = Number(query.get('open')) || kept;
  const starts = tree !== undefined && may(session, 'key_ceremony_begin');
  return (
    <>
      {number && <CeremonyView key={number} number={number} />}
      {!number && tree && !starts && <p className="note" data-testid="no-ceremony">{t('ceremony.none_open')}</p>}
      <RegisterTable id="key-ceremony" caption={t('ceremony.all')} path="/keys/ceremonies" defaultSort="-number" opens rowKey={(row) => String(row['number'])} empty={t('empty.key-ceremony')}
        columns={[
          { id: 'number', kind: 'running' }, { id: 'purpose', prefix: 'key_purpose', choices: ['seed', 'card_transport'] }, { id: 'version', kind: 'count' }, { id: 'state', kind: 'state', of: 'ceremony', choices: ['open', 'formed', 'abandoned'] },
          { id: 'check_value' }, { id: 'officers', kind: 'list' }, { id: 'started_by' }, { id: 'started', kind: 'time' }, { id: 'ended', kind: 'time' }, { id: 'state_reason', prefix: 'ceremony_reason' }, { id: 'suite', prefix: 'key_suite', hidden: true },
        ]}
        tools={starts && <button type="button" className="primary-button" data-testid="ceremony-start" onClick={() => setStarting(true)}>{t('ceremony.start')}</button>} />
      {starting && tree && <StartCeremony tree={tree} close={() => setStarting(false)} started={(made) => { setStarting(false); setQuery({ open: String(made) }); }} />}
    </>
  );
}
