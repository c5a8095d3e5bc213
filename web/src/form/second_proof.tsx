import { useState, type ReactElement } from 'react';
import { useSession } from '../api/hooks';
import { asProblem } from '../api/problem';
import { atKeyOffice } from '../shell/permissions';
import { useWords } from '../words/words';
import { TextField } from './fields';

/** What a refusal means for whoever typed a password and what goes with it. */
interface Heard {
  /** Only the code is missing, or wrong: the password need not be typed again. */
  passwordStands: boolean;
  /** What is said of it; nothing where the field that appears says it. */
  problem: unknown;
}

interface SecondProof {
  /** What is sent: with what was typed here, where something was. */
  sent: <Typed extends object>(typed: Typed) => Typed & { pin?: string; code?: string };
  hear: (reason: unknown) => Heard;
  /** Beside the password; nothing where that is enough. */
  field: ReactElement | null;
}

/**
 * What proves somebody beside his password. At the key office nobody proves himself by a password alone: the PIN opens the token that he has plugged in
 * there. At the counters whoever has a second factor is asked for the code of his telephone, once the server has said so.
 */
export function useSecondProof(of: string): SecondProof {
  const { t } = useWords();
  const withToken = atKeyOffice(useSession().data);
  const [typed, setTyped] = useState('');
  const [tries, setTries] = useState(0); // in which a code was wanted
  const common = { value: typed, change: setTyped };
  return {
    sent: (body) => (typed === '' ? body : { ...body, [withToken ? 'pin' : 'code']: typed }),
    hear: (reason) => {
      setTyped('');
      const { code } = asProblem(reason).body;
      const ofCode = code === 'code_wanted' || code === 'wrong_code';
      if (ofCode) setTries(tries + 1);
      return { passwordStands: ofCode, problem: code === 'code_wanted' ? null : reason };
    },
    field: withToken ? <TextField id={`${of}-pin`} label={t('sign_in.pin')} type="password" testid={`${of}-pin`} autoComplete="off" {...common} />
      : tries === 0 ? null : <TextField key={tries} id={`${of}-code`} label={t('sign_in.code')} note={t('sign_in.code_note')} testid={`${of}-code`} autoComplete="one-time-code" autoFocus {...common} />,
  };
}
