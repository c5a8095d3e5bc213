import { useState } from 'react';
import { post } from '../api/client';
import { TextField } from '../form/fields';
import { useWords } from '../words/words';
import { KeyAction } from './key_action';
import type { KeyDevice } from './types';

/** A control card that lies on a reader may issue some more cards; it counts them down by itself. */
export function RefillIssues({ device }: { device: KeyDevice }) {
  const { t } = useWords();
  const [issues, setIssues] = useState('');
  const [validTo, setValidTo] = useState(device.valid_to ?? '');
  const [tried, setTried] = useState(false);
  const right = /^[1-9]\d{0,3}$/.test(issues.trim());
  const ready = (): boolean => {
    setTried(true);
    return right;
  };
  return (
    <KeyAction label={t('key_issues.refill')} testid="issues-refill" what={t('key_issues.refill_what', { serial: device.serial })} ready={ready}
      send={({ reason, approval, key }) => post(`/keys/devices/${encodeURIComponent(device.serial)}/issues`, { issues: Number(issues), valid_to: validTo, reason, ...(approval ? { approval } : {}) }, { key })}>
      <div className="two-columns">
        <TextField id="issues-count" label={t('key_issues.count')} value={issues} change={setIssues} testid="issues-count" error={tried && !right ? t('key_issues.bad_count') : undefined} />
        <TextField id="issues-valid-to" label={t('column.valid_to')} type="date" value={validTo} change={setValidTo} testid="issues-valid-to" />
      </div>
    </KeyAction>
  );
}
