import { useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import type { MeterView, ProblemBody } from '../api/types';
import { ProblemNote } from '../form/problem_note';
import { Problem } from '../api/problem';
import { KeyAction } from '../keys/key_action';
import { Tag, type Tone } from '../shell/marks';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';

type Work = 'download' | 'restore' | 'update';

/** How a change of a meter's keys ended: done, not done, or to be settled by asking the meter again. */
export interface KeysChanged { outcome: 'done' | 'not_done' | 'in_doubt'; evidence?: string; error?: ProblemBody | null }

const TONES: Record<KeysChanged['outcome'], Tone> = { done: 'good', not_done: 'bad', in_doubt: 'warning' };

/** What the meter may be told by a technician: its first keys, newer ones, or back to those of the factory. */
export function worksFor(meter: Pick<MeterView, 'key_state'>): Work[] {
  return meter.key_state === 'public' ? ['download'] : ['update', 'restore'];
}

/** The technician's view of a meter: whose keys it has, and the dialogue that changes them. */
export function MeterKeys({ meter }: { meter: MeterView }) {
  const { t } = useWords();
  const session = useSession().data;
  const [changed, setChanged] = useState<KeysChanged | null>(null);
  const { number } = meter;
  return (
    <section className="meter-keys-box" aria-label={t('meter_keys.title', { number })} data-testid={`meter-keys-${number}`} data-version={meter.key_version ?? 0}>
      <p>
        <span className="meter-keys-name">{t('bench.keys')}</span> <KeyState meter={meter} />
      </p>
      {may(session, 'meter_keys') && (
        <div className="meter-switches">
          {worksFor(meter).map((work) => (
            <KeyAction<KeysChanged> key={work} label={t(`meter_keys.${work}`)} testid={`${work}-keys-${number}`} what={t(`meter_keys.${work}_what`, { number })} done={setChanged}
              send={({ reason, approval, key }) => post<KeysChanged>(`/meters/${number}/keys`, { what: work, reason, ...(approval ? { approval } : {}) }, { key })} />
          ))}
        </div>
      )}
      {changed && (
        <div role="status" className="meter-keys-outcome" data-testid={`keys-outcome-${number}`} data-outcome={changed.outcome}>
          <Tag tone={TONES[changed.outcome]}>{t(`meter_keys.${changed.outcome}`)}</Tag>
          {changed.outcome === 'in_doubt' && <p>{t('meter_keys.in_doubt_what')}</p>}
          {changed.error && <ProblemNote problem={new Problem(changed.error)} />}
        </div>
      )}
    </section>
  );
}

function KeyState({ meter }: { meter: MeterView }) {
  const { t } = useWords();
  if (meter.key_state === 'public') return <Tag tone="warning">{t('meter_keys.factory')}</Tag>;
  return <Tag tone="good">{meter.previous_key_version ? t('meter_keys.own_both', { version: meter.key_version, previous: meter.previous_key_version }) : t('meter_keys.own', { version: meter.key_version })}</Tag>;
}
