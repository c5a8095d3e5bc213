import { useState, type ReactElement } from 'react';
import { useSession } from '../api/hooks';
import { asProblem } from '../api/problem';
import { atKeyOffice } from '../shell/permissions';
import { useWords } from '../words/words';
import { TextField } from './fields';

interface Proof {
  /** What is sent: who it is, with what was typed to prove it. */
  sent: <Who extends object>(who: Who) => Who & { password: string; pin?: string; code?: string };
  /** Forgets what a refusal makes worthless. What is said of it; nothing where the field that appears says it. */
  hear: (reason: unknown) => unknown;
  fields: ReactElement;
}

interface Options {
  /** Whoever sits here proves himself, so a browser may offer what it keeps for him. Of a second person it knows nothing. */
  own?: boolean;
  must?: boolean;
  autoFocus?: boolean;
}

/**
 * What proves somebody: his password, and what it takes beside it. At the key office nobody proves himself by a password alone: the PIN opens the token
 * that he has plugged in there. At the counters whoever has a second factor is asked for the code of his telephone, once the server has said so.
 */
export function useProof(of: string, { own = false, ...field }: Options = {}): Proof {
  const { t } = useWords();
  const withToken = atKeyOffice(useSession().data);
  const [password, setPassword] = useState('');
  const [second, setSecond] = useState('');
  const [tries, setTries] = useState(0); // in which a code was wanted
  const common = { value: second, change: setSecond };
  return {
    sent: (who) => ({ ...who, password, ...(second === '' ? {} : { [withToken ? 'pin' : 'code']: second }) }),
    hear: (reason) => {
      setSecond('');
      const { code } = asProblem(reason).body;
      // Only the code is missing, or wrong: the password need not be typed again.
      if (code === 'code_wanted' || code === 'wrong_code') setTries(tries + 1);
      else setPassword('');
      return code === 'code_wanted' ? null : reason;
    },
    fields: (
      <>
        <TextField id={`${of}-password`} label={t('sign_in.password')} type="password" autoComplete={own ? 'current-password' : 'off'} value={password} change={setPassword} testid={`${of}-password`} {...field} />
        {withToken && <TextField id={`${of}-pin`} label={t('sign_in.pin')} type="password" testid={`${of}-pin`} autoComplete="off" {...common} />}
        {!withToken && tries > 0 && <TextField key={tries} id={`${of}-code`} label={t('sign_in.code')} note={t('sign_in.code_note')} testid={`${of}-code`} autoComplete="one-time-code" autoFocus {...common} />}
      </>
    ),
  };
}
