import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { post, postSecret } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { isProvince, lettersOf, utilityFactor } from './factors';
import { OfficerCardFields, type CardAndPin } from './officer_card_fields';
import type { Factors, Tree } from './types';
import { useKeysChanged } from './use_keys';

/** Factors and codes of the tree: set by the user, changeable until the first key was derived with them. */
export function FactorsCard({ tree }: { tree: Tree }) {
  const { t } = useWords();
  const session = useSession().data;
  const [taken, setTaken] = useState(0);
  const { factors } = tree;
  const fixed = factors.fixed_by > 0;
  const letters = lettersOf(factors.utility_factor);
  return (
    <section className="card" id="factors" aria-labelledby="factors-title" data-testid="factors" data-fixed={fixed}>
      <div className="card-head"><h2 id="factors-title">{t('factors.title')}</h2></div>
      <p className="quiet">{fixed ? t('factors.fixed', { version: factors.fixed_by }) : t('factors.why')}</p>
      <dl className="row-facts">
        <div><dt>{t('factors.utility')}</dt><dd>{factors.utility_factor ? <><code className="factor">{factors.utility_factor}</code>{letters && ` “${letters}”`}</> : '—'}</dd></div>
        <div><dt>{t('factors.province')}</dt><dd><code className="factor">{factors.province || '—'}</code></dd></div>
        <div><dt>{t('factors.county')}</dt><dd><code className="factor">{factors.county || '—'}</code></dd></div>
      </dl>
      {!fixed && may(session, 'key_cards') && <FactorsForm key={taken} factors={factors} />}
      {!fixed && may(session, 'key_cards') && <FactorsFromCard taken={() => setTaken(taken + 1)} />}
    </section>
  );
}

function FactorsForm({ factors }: { factors: Factors }) {
  const { t } = useWords();
  const changed = useKeysChanged();
  const [utility, setUtility] = useState(lettersOf(factors.utility_factor) || factors.utility_factor);
  const [province, setProvince] = useState(factors.province);
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState(false);
  const factor = utilityFactor(utility);
  const eyes = useFourEyes((approval) => post<unknown>('/keys/factors', { utility_factor: factor, province: province.trim(), ...(approval ? { approval } : {}) }), () => {
    setSaved(true);
    changed();
  });
  const check = (): boolean => {
    setTried(true);
    setSaved(false);
    return factor !== '' && isProvince(province);
  };
  if (eyes.second) return eyes.second;
  return (
    <Form className="form factors-form" check={check} send={eyes.go} busy={eyes.running} problem={eyes.problem}>
      <TextField id="factor-utility" label={t('factors.utility')} note={t('factors.utility_note')} value={utility} change={setUtility} testid="factor-utility" error={tried && factor === '' ? t('factors.bad_utility') : undefined} />
      <TextField id="factor-province" label={t('factors.province')} note={t('factors.province_note')} value={province} change={setProvince} testid="factor-province" error={tried && !isProvince(province) ? t('factors.bad_province') : undefined} />
      <div className="form-actions"><button type="submit" className="primary-button" data-testid="factors-save">{t('form.save')}</button>{saved && <span role="status" className="tag good">✓ {t('form.done')}</span>}</div>
    </Form>
  );
}

/** What an officer's card carries; its officer stands by and types the PIN. */
function FactorsFromCard({ taken }: { taken: () => void }) {
  const { t } = useWords();
  const cache = useQueryClient();
  const card = useRef<CardAndPin>(null);
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const submit = async (): Promise<void> => {
    setProblem(null);
    const opened = card.current!.taken();
    if (!opened) return;
    try {
      await postSecret('/keys/factors/from-card', opened);
      await cache.invalidateQueries({ queryKey: ['keys'] });
      setShown(false);
      taken();
    } catch (why) {
      setProblem(why);
    } finally {
      card.current?.clear();
    }
  };
  if (!shown) return <div><button type="button" className="plain-button" data-testid="factors-from-card" onClick={() => setShown(true)}>{t('factors.from_card')}</button></div>;
  return (
    <Form className="form factors-form" autoComplete="off" send={() => void submit()} problem={problem} testid="factors-card-form">
      <p>{t('factors.from_card_what')}</p>
      <OfficerCardFields ref={card} writes={false} />
      <div className="form-actions">
        <button type="submit" className="primary-button" data-testid="factors-card-take">{t('factors.from_card_go')}</button>
        <button type="button" className="plain-button" onClick={() => setShown(false)}>{t('form.cancel')}</button>
      </div>
    </Form>
  );
}
