import type * as D from '../api/described';
import type { WhyAlone } from '../api/row_words';
import { peopleOf, type Called } from '../table/called';
import { useWords } from '../words/words';

interface Agreed { approved_by: string; why_alone: WhyAlone; people?: Called; state: D.SettingStep['state']; withdrawal_reason: string }

/** Who asked and who agreed; where nobody was asked, why not. */
export function WhoAgreed({ step }: { step: Agreed }) {
  const { t } = useWords();
  return <div><dt>{t('setting.column.who')}</dt><dd>{peopleOf(step, 'asked_by', 'approved_by') + (step.approved_by === '' ? `, ${t(`setting.alone.${step.why_alone}`)}` : '')}</dd></div>;
}

/** That it was taken back again, by whom and why; of any other nothing. */
export function TakenBack({ step }: { step: Agreed }) {
  const { t } = useWords();
  if (step.state !== 'withdrawn') return null;
  return <p className="quiet">{t('setting.withdrawn_by', { who: peopleOf(step, 'withdrawn_by'), second: peopleOf(step, 'withdrawal_approved_by') || '—', reason: step.withdrawal_reason })}</p>;
}
