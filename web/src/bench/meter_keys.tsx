import { useEffect, useRef, useState } from 'react';
import { post, postSecret } from '../api/client';
import { useSession } from '../api/hooks';
import type { MeterView } from '../api/types';
import { KeyAction } from '../keys/key_action';
import { Tag, type Tone } from '../shell/marks';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';
import { fromOffice, isComplete, KeySourceFields, pathOf } from './key_source';
import { worksFor } from './works';

/** How a change of a meter's keys ended: done, or to be settled by asking the meter again. When it was not done the server refuses with the reason. */
export interface KeysChanged { outcome: 'done' | 'in_doubt'; evidence?: string }

const TONES: Record<KeysChanged['outcome'], Tone> = { done: 'good', in_doubt: 'warning' };

/** A UKEY brings a meter its keys and nothing else; the rest is the office's own. */
const bringsKeys = (work: string): boolean => work === 'download' || work === 'update';

/** The technician's view of a meter: whose keys it has, and the dialogue that changes them. */
export function MeterKeys({ meter }: { meter: MeterView }) {
  const { t } = useWords();
  const session = useSession().data;
  const [changed, setChanged] = useState<KeysChanged | null>(null);
  const source = useRef(fromOffice());
  const [tried, setTried] = useState(false);
  useEffect(() => () => { source.current = fromOffice(); }, []);
  const { number } = meter;
  const finished = (answer: KeysChanged): void => {
    source.current = fromOffice();
    setTried(false);
    setChanged(answer);
  };
  return (
    <section className="meter-keys-box" aria-label={t('meter_keys.title', { number })} data-testid={`meter-keys-${number}`} data-version={meter.key_version ?? 0}>
      <p>
        <span className="meter-keys-name">{t('bench.keys')}</span> <KeyState meter={meter} />
      </p>
      {may(session, 'meter_keys') && (
        <div className="meter-switches">
          {worksFor(meter).map((work) => (
            <KeyAction<KeysChanged> key={work} label={t(`meter_keys.${work}`)} testid={`${work}-keys-${number}`} what={t(`meter_keys.${work}_what`, { number, previous: meter.previous_key_version })} done={finished} ready={() => {
              setTried(true);
              return !bringsKeys(work) || isComplete(source.current);
            }}
              send={({ reason, approval, key }) => {
                const from = bringsKeys(work) ? source.current : fromOffice();
                const { by, ukey, pin } = from;
                const asked = { what: work, reason, ...(approval ? { approval } : {}) };
                return by === 'ukey' ? postSecret<KeysChanged>(pathOf(number, from), { ...asked, ukey, pin }) : post<KeysChanged>(pathOf(number, from), asked, { key });
              }}>
              {bringsKeys(work) && <KeySourceFields source={source} testid={`${work}-keys-${number}`} tried={tried} />}
            </KeyAction>
          ))}
        </div>
      )}
      {changed && (
        <div role="status" className="meter-keys-outcome" data-testid={`keys-outcome-${number}`} data-outcome={changed.outcome}>
          <Tag tone={TONES[changed.outcome]}>{t(`meter_keys.${changed.outcome}`)}</Tag>
          {changed.outcome === 'in_doubt' && <p>{t('meter_keys.in_doubt_what')}</p>}
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
