import { useSession } from '../api/hooks';
import { atKeyOffice } from '../shell/permissions';
import { useWords } from '../words/words';
import { TextField } from './fields';

interface Props { id: string; label?: string; value: string; change: (value: string) => void; testid: string; error?: string }

/** At the key office nobody proves himself by a password alone: the PIN opens the token that he has plugged in there. At the counters nothing. */
export function TokenPin({ id, label, value, change, testid, error }: Props) {
  const { t } = useWords();
  const session = useSession().data;
  if (!atKeyOffice(session)) return null;
  return <TextField id={id} label={label ?? t('sign_in.pin')} type="password" value={value} change={change} testid={testid} autoComplete="off" error={error} />;
}

/** What is sent: with the PIN where one was typed. */
export function withPin<Typed extends object>(typed: Typed, pin: string): Typed & { pin?: string } {
  return pin === '' ? typed : { ...typed, pin };
}
