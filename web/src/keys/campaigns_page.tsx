import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { SelectField, TextField } from '../form/fields';
import { may } from '../shell/permissions';
import { RegisterTable } from '../table/register_table';
import { useWords } from '../words/words';
import { CampaignView } from './campaign_view';
import { KeyAction } from './key_action';
import { changeTargets, monthsFrom } from './progress';
import type { Campaign, Tree } from './types';
import { useKept, useTree } from './use_keys';

const MONTHS = 6;

/** Keys are changed in the field: how far it has come, what is missing and where, from when on the old keys are refused. */
export function CampaignsPage() {
  const { t } = useWords();
  const session = useSession().data;
  const tree = useTree().data;
  const [query, setQuery] = useSearchParams();
  const kept = useKept(tree?.campaign);
  const number = Number(query.get('open')) || kept;
  const starts = tree !== undefined && !tree.campaign && may(session, 'key_campaign');
  const ready = starts && changeTargets(tree.versions).length > 0;
  return (
    <>
      {number && <CampaignView key={number} number={number} />}
      {starts && !ready && <p className="quiet" data-testid="campaign-no-version">{t('campaign.no_version')}</p>}
      <RegisterTable id="key-campaigns" caption={t('campaign.all')} path="/keys/campaigns" defaultSort="-number" opens rowKey={(row) => String(row['number'])} empty={t('empty.key-campaigns')}
        columns={[
          { id: 'number', kind: 'running' }, { id: 'from_version', kind: 'count' }, { id: 'to_version', kind: 'count' }, { id: 'state', kind: 'state', of: 'campaign', choices: ['running', 'done', 'stopped'] }, { id: 'refuse_after', kind: 'date' },
          { id: 'started', kind: 'time' }, { id: 'started_by' }, { id: 'approved_by' }, { id: 'ended', kind: 'time' }, { id: 'reason' },
        ]}
        tools={ready && <StartCampaign tree={tree} started={(made) => setQuery({ open: String(made.number) })} />} />
    </>
  );
}

function StartCampaign({ tree, started }: { tree: Tree; started: (made: Campaign) => void }) {
  const { t, day } = useWords();
  const targets = changeTargets(tree.versions);
  const [to, setTo] = useState('');
  const [date, setDate] = useState(() => monthsFrom(new Date(), MONTHS));
  const [tried, setTried] = useState(false);
  const version = to || String(targets[0] ?? '');
  const ready = (): boolean => {
    setTried(true);
    return /^\d{4}-\d\d-\d\d$/.test(date);
  };
  return (
    <KeyAction primary label={t('campaign.start')} testid="campaign-start" what={t('campaign.start_what', { version, date: date && day(date) })} ready={ready} done={started}
      send={({ reason, approval, key }) => post<Campaign>('/keys/campaigns', { to_version: Number(version), refuse_after: date, reason, ...(approval ? { approval } : {}) }, { key })}>
      <SelectField id="campaign-version" label={t('column.to_version')} value={version} change={setTo} testid="campaign-version"
        choices={targets.map((each) => ({ value: String(each), label: t('key_tree.version', { version: each }) }))} />
      <TextField id="campaign-date" label={t('column.refuse_after')} note={t('campaign.date_note')} type="date" value={date} change={setDate} testid="campaign-date" error={tried && date === '' ? t('form.must_fill') : undefined} />
    </KeyAction>
  );
}
