import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useWords } from '../words/words';
import { Title } from './title';

/** Own password; asked for at the first sign-in. */
export default function PasswordPage() {
  const { t } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [tried, setTried] = useState(false);
  const forced = session?.operator?.must_change === true;
  const check = (): boolean => {
    setTried(true);
    return fresh === again;
  };
  const submit = async (): Promise<void> => {
    try {
      await post('/session/password', { old, new: fresh });
      await cache.invalidateQueries({ queryKey: ['session'] });
      await navigate('/', { replace: true });
    } catch (reason) {
      setProblem(reason);
    }
  };
  return (
    <div className="narrow-page">
      <Title>{t('password.title')}</Title>
      <Form check={check} send={() => void submit()} className="form card" problem={problem}>
        <h1>{t('password.title')}</h1>
        {forced && <p className="note">{t('password.must')}</p>}
        <TextField id="old" label={t('password.old')} type="password" value={old} change={setOld} testid="password-old" autoComplete="current-password" must autoFocus />
        <TextField id="new" label={t('password.new')} note={t('password.rule')} type="password" value={fresh} change={setFresh} testid="password-new" autoComplete="new-password" must />
        <TextField id="again" label={t('password.again')} type="password" value={again} change={setAgain} testid="password-again" autoComplete="new-password"
          error={tried && fresh !== again ? t('password.differs') : undefined} />
        <button type="submit" className="primary-button" data-testid="password-save">{t('password.save')}</button>
      </Form>
    </div>
  );
}
