import { useState } from 'react';
import { postSecret } from '../api/client';
import { SelectField } from '../form/fields';
import { Form } from '../form/form';
import { Dialog } from '../shell/dialog';
import { Number4 } from '../shell/number4';
import { grouped } from '../words/format';
import { useWords } from '../words/words';
import { useLyingCards } from './card_desk';
import { useKeysChanged } from './use_keys';

/** Blank cards of the supplier become the county's, one after the other: a counter makes user cards of them with its mother card. */
export function PrepareBlank({ close }: { close: () => void }) {
  const { t } = useWords();
  const changed = useKeysChanged();
  const [chosen, setChosen] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [prepared, setPrepared] = useState<string[]>([]);
  const blanks = useLyingCards(!busy).filter((each) => each.standing === 'none' && !prepared.includes(each.serial)).map((each) => each.serial);
  const blank = blanks.includes(chosen) ? chosen : (blanks[0] ?? '');
  const prepare = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const { card } = await postSecret<{ card: string }>('/keys/cards/prepare', { card: blank });
      setPrepared((old) => [...old, card]);
      setTried(false);
    } catch (why) {
      setProblem(why);
    } finally {
      setBusy(false);
      changed();
    }
  };
  const check = (): boolean => {
    setTried(true);
    return blank !== '';
  };
  return (
    <Dialog title={t('key_prepare.title')} testid="prepare-blank" close={close}>
      <Form autoComplete="off" check={check} send={() => void prepare()} busy={busy} problem={problem}>
        <p>{t('key_prepare.what')}</p>
        <SelectField id="prepare-card" label={t('key_issue.blank')} note={t('key_issue.blank_note')} value={blank} change={setChosen} testid="prepare-card" error={tried && blank === '' ? t('key_issue.no_blank') : undefined}
          choices={blanks.map((value) => ({ value, label: grouped(value).join(' ') }))} />
        <div role="status" data-testid="prepared-cards" data-count={prepared.length}>
          {prepared.map((serial) => <p key={serial} className="good-note">{t('key_prepare.done')} <Number4 of={serial} /></p>)}
        </div>
        <div className="form-actions">
          <button type="submit" className="primary-button" data-testid="prepare-go" aria-busy={busy}>{t('key_prepare.go')}</button>
          <button type="button" className="plain-button" data-testid="prepare-close" onClick={close}>{t('form.close')}</button>
        </div>
      </Form>
    </Dialog>
  );
}
