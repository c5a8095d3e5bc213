import { useState } from 'react';
import { post } from '../api/client';
import { SelectField, TextField } from '../form/fields';
import { Form, Must } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { useWords } from '../words/words';
import { ChoosePeople } from './choose_people';
import { useKeysChanged, usePeople } from './use_keys';

const USUAL_HOLDERS = 3;
const FEWEST = 2;

/** Over whom the backup key is split, and how many of them bring it back. */
export function MakeBackupKey() {
  const { t } = useWords();
  const changed = useKeysChanged();
  const people = usePeople('key_officer');
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [needed, setNeeded] = useState(String(FEWEST));
  const [reason, setReason] = useState('');
  const holders = chosen ?? people.slice(0, USUAL_HOLDERS).map((person) => person.name);
  const eyes = useFourEyes((approval) => post<unknown>('/keys/backup/key', { needed: Number(needed), holders, reason: reason.trim(), ...(approval ? { approval } : {}) }), changed);
  const enough = holders.length >= Math.max(FEWEST, Number(needed));
  if (eyes.second) return eyes.second;
  return (
    <Form className="form narrow-form" send={eyes.go} busy={eyes.running} problem={eyes.problem} testid="make-backup-key">
      <ChoosePeople id="holders" legend={t('key_backup.holders')} people={people} chosen={holders} change={setChosen} testid="holder-choice" />
      <Must id="holders-too-few" lacking={!enough} says={t('key_backup.too_few', { needed })} />
      <SelectField id="needed" label={t('key_backup.needed')} value={needed} change={setNeeded} testid="backup-needed"
        choices={Array.from({ length: Math.max(holders.length, FEWEST) - 1 }, (_, at) => String(at + FEWEST)).map((value) => ({ value, label: t('key_backup.of', { needed: value, count: holders.length }) }))} />
      <TextField id="backup-key-reason" label={t('word.reason')} value={reason} change={setReason} testid="backup-key-reason" must />
      <div className="form-actions"><button type="submit" className="primary-button" data-testid="backup-key-make">{t('key_backup.make')}</button></div>
    </Form>
  );
}
