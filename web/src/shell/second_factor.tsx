import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type * as D from '../api/described';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useWords } from '../words/words';
import { Title } from './title';

/** A code of my telephone beside my password: set up, or given up. Whoever has lost the telephone has his password reset. */
export default function SecondFactorPage() {
  const { t } = useWords();
  const has = useSession().data?.operator?.second_factor === true;
  return (
    <div className="narrow-page">
      <Title>{t('second_factor.title')}</Title>
      <div className="card" data-testid="second-factor" data-set={has}>
        <h1>{t('second_factor.title')}</h1>
        {has ? <GiveUp /> : <SetUp />}
      </div>
    </div>
  );
}

function SetUp() {
  const { t } = useWords();
  const cache = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [offer, setOffer] = useState<D.SecondFactorOffer | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const ask = async (): Promise<void> => {
    try {
      setOffer(await post<D.SecondFactorOffer>('/session/second-factor/offer', { password }));
      setProblem(null);
    } catch (reason) {
      setPassword('');
      setProblem(reason);
    }
  };
  const confirm = async ({ number }: D.SecondFactorOffer): Promise<void> => {
    try {
      await post('/session/second-factor', { password, number, code });
      await cache.invalidateQueries({ queryKey: ['session'] });
    } catch (reason) {
      setCode('');
      setProblem(reason);
    }
  };
  if (!offer) {
    return (
      <Form className="form" send={() => void ask()} problem={problem}>
        <p>{t('second_factor.why')}</p>
        <TextField id="second-factor-password" label={t('sign_in.password')} type="password" value={password} change={setPassword} testid="second-factor-password" autoComplete="current-password" must />
        <button type="submit" className="primary-button" data-testid="second-factor-begin">{t('second_factor.begin')}</button>
      </Form>
    );
  }
  return (
    <Form className="form" send={() => void confirm(offer)} problem={problem}>
      <p>{t('second_factor.scan')}</p>
      {offer.square_code && <SquareCode code={offer.square_code} said={t('second_factor.square_code')} />}
      <p className="number4" data-testid="second-factor-secret">{offer.secret.match(/.{1,4}/g)?.join(' ')}</p>
      <TextField id="second-factor-code" label={t('sign_in.code')} note={t('sign_in.code_note')} value={code} change={setCode} testid="second-factor-code" autoComplete="one-time-code" must autoFocus />
      <button type="submit" className="primary-button" data-testid="second-factor-confirm">{t('second_factor.confirm')}</button>
    </Form>
  );
}

/** Black on white whatever the page's colours are: telephones read no others. */
function SquareCode({ code, said }: { code: NonNullable<D.SecondFactorOffer['square_code']>; said: string }) {
  const quiet = 4;
  const side = code.width + 2 * quiet;
  return (
    <svg className="square-code" viewBox={`${-quiet} ${-quiet} ${side} ${side}`} role="img" aria-label={said} shapeRendering="crispEdges">
      <rect x={-quiet} y={-quiet} width={side} height={side} fill="#fff" />
      <path d={code.path} fill="#000" />
    </svg>
  );
}

function GiveUp() {
  const { t } = useWords();
  const cache = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const send = async (): Promise<void> => {
    try {
      await post('/session/second-factor/give-up', { password, code });
      await cache.invalidateQueries({ queryKey: ['session'] });
    } catch (reason) {
      setCode('');
      setProblem(reason);
    }
  };
  return (
    <Form className="form" send={() => void send()} problem={problem}>
      <p className="good-note" role="status" data-testid="second-factor-set">{t('second_factor.set')}</p>
      <p>{t('second_factor.lost')}</p>
      <TextField id="second-factor-password" label={t('sign_in.password')} type="password" value={password} change={setPassword} testid="second-factor-password" autoComplete="current-password" must />
      <TextField id="second-factor-code" label={t('sign_in.code')} note={t('sign_in.code_note')} value={code} change={setCode} testid="second-factor-code" autoComplete="one-time-code" must />
      <button type="submit" className="plain-button" data-testid="second-factor-give-up">{t('second_factor.give_up')}</button>
    </Form>
  );
}
