import { useWords } from '../words/words';

/** A password for the first sign-in: seen once, when it is made. */
export function OneTime({ password }: { password: string }) {
  const { t } = useWords();
  return (
    <>
      <p>{t('operator.one_time')}</p>
      <p className="one-time" data-testid="one-time-password">{password}</p>
    </>
  );
}
