import { useState } from 'react';
import { postSecret } from '../api/client';
import { TextField } from '../form/fields';
import { useWords } from '../words/words';

const EMPTY = { pin: '', again: '', ownPassword: '', ownPin: '', secondName: '', secondPassword: '', secondPin: '' };
type Typed = typeof EMPTY;
const SECRETS = ['pin', 'again', 'ownPassword', 'ownPin', 'secondPassword', 'secondPin'] as const;

/** What three people type who sit here together: the one whose token it is, and the two who certify it with theirs. */
interface Hands {
  typed: Typed;
  put: (field: keyof Typed) => (value: string) => void;
  missing: (value: string) => string | undefined;
  differs: string | undefined;
  ready: () => boolean;
  send: <Answer>(path: string, order: object) => Promise<Answer>;
  forget: () => void;
}

export function useHands(): Hands {
  const { t } = useWords();
  const [typed, setTyped] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const clear = (): void => setTyped((old) => ({ ...old, ...Object.fromEntries(SECRETS.map((field) => [field, ''])) }));
  return {
    typed,
    put: (field) => (value) => setTyped((old) => ({ ...old, [field]: value })),
    missing: (value) => (tried && value.trim() === '' ? t('form.must_fill') : undefined),
    differs: tried && typed.pin !== typed.again ? t('key_people.pins_differ') : undefined,
    ready: () => {
      setTried(true);
      return Object.values(typed).every((value) => value.trim() !== '') && typed.pin === typed.again;
    },
    send: async (path, order) => {
      try {
        return await postSecret(path, {
          ...order, pin: typed.pin, own: { password: typed.ownPassword, pin: typed.ownPin }, second: { name: typed.secondName.trim(), password: typed.secondPassword, pin: typed.secondPin },
        });
      } finally {
        setTried(false);
        clear();
      }
    },
    forget: () => setTyped(EMPTY),
  };
}

export function HandsFields({ id, hands }: { id: string; hands: Hands }) {
  const { t } = useWords();
  const { typed, put, missing, differs } = hands;
  const secret = (field: keyof Typed, label: string, testid: string, error = missing(typed[field])) => (
    <TextField id={`${id}-${testid}`} label={label} type="password" autoComplete="off" value={typed[field]} change={put(field)} testid={`hands-${testid}`} error={error} />
  );
  return (
    <>
      <p className="quiet">{t('key_people.at_this_place')}</p>
      {secret('pin', t('key_people.his_pin'), 'pin')}
      {secret('again', t('key_people.his_pin_again'), 'pin-again', differs ?? missing(typed.again))}
      {secret('ownPassword', t('key_people.own_password'), 'own-password')}
      {secret('ownPin', t('key_people.own_pin'), 'own-pin')}
      <TextField id={`${id}-second-name`} label={t('key_people.second_name')} value={typed.secondName} change={put('secondName')} testid="hands-second-name" error={missing(typed.secondName)} />
      {secret('secondPassword', t('key_people.second_password'), 'second-password')}
      {secret('secondPin', t('key_people.second_pin'), 'second-pin')}
    </>
  );
}
