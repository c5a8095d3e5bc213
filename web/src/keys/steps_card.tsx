import { Link } from 'react-router';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { KeyAction } from './key_action';
import { nextSteps, versionUnderWay, type Step, type StepId } from './steps';
import type { Tree } from './types';

/** Where a step is done when not on this page. */
const PLACES: Partial<Record<StepId, string>> = {
  backup_key: '/keys/backup', ceremony: '/keys/ceremony', transport: '/keys/ceremony', backup_file: '/keys/backup', cards: '/keys/devices', meters: '/keys/campaigns',
};

const SIGNS: Record<Step['state'], string> = { done: '✓', now: '→', open: '+', later: '·' };

/** The way of a key version, step by step, and the one that comes next. */
export function StepsCard({ tree }: { tree: Tree }) {
  const { t } = useWords();
  const version = versionUnderWay(tree);
  const steps = nextSteps(tree);
  const next = steps.find((step) => step.state === 'now');
  return (
    <section className="card steps-card" aria-labelledby="steps" data-testid="steps" data-next={next?.id ?? ''}>
      <div className="card-head"><h2 id="steps">{t('key_step.title', { version })}</h2></div>
      <ol className="key-steps">
        {steps.map((step) => (
          <li key={step.id} className={step.state} aria-current={step.state === 'now' ? 'step' : undefined} data-testid={`step-${step.id}`} data-state={step.state}>
            <span className="step-sign" aria-hidden="true">{SIGNS[step.state]}</span>
            <span className="step-name">{PLACES[step.id] ? <Link to={PLACES[step.id]!}>{t(`key_step.${step.id}`)}</Link> : t(`key_step.${step.id}`)}</span>
            <span className="visually-hidden"> – {t(`key_step.is_${step.state}`)}</span>
          </li>
        ))}
      </ol>
      <div className="step-now" role="status">
        <p data-testid="step-say">{next ? t(`key_step.say_${next.id}`, { version }) : t('key_step.say_all', { version, next: tree.next_version })}</p>
        <NextAction tree={tree} version={version} next={next?.id} />
      </div>
    </section>
  );
}

/** The button of the next step: here when it is done here, else the way to its page. */
function NextAction({ tree, version, next }: { tree: Tree; version: number; next?: StepId }) {
  const { t } = useWords();
  const session = useSession().data;
  if (next === 'factors') return <a className="primary-button" href="#factors">{t('key_step.go_factors')}</a>;
  if ((next === 'deliver' || next === 'activate') && may(session, 'key_export')) {
    return (
      <KeyAction primary label={t(`key_step.go_${next}`, { version })} what={t(`key_step.what_${next}`, { version })} testid={next}
        send={({ reason, approval, key }) => post(`/keys/${next}`, { version, reason, ...(approval ? { approval } : {}) }, { key })} />
    );
  }
  if (tree.ceremony && (next === 'ceremony' || next === 'transport')) return <Link className="primary-button" to={`/keys/ceremony?open=${tree.ceremony}`} data-testid="step-go">{t('key_step.go_open_ceremony', { number: tree.ceremony })}</Link>;
  if (next === 'meters' && tree.campaign) return <Link className="primary-button" to={`/keys/campaigns?open=${tree.campaign}`} data-testid="step-go">{t('key_step.go_campaign', { number: tree.campaign })}</Link>;
  if (next && PLACES[next]) return <Link className="primary-button" to={PLACES[next]} data-testid="step-go">{t(`key_step.go_${next}`)}</Link>;
  return null;
}
