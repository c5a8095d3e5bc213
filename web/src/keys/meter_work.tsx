import { useEffect, useRef, useState } from 'react';
import { post, postSecret } from '../api/client';
import { Number4 } from '../shell/number4';
import { Tag, type Tone } from '../shell/marks';
import { useWords } from '../words/words';
import { KeyAction } from './key_action';
import { fromOffice, isComplete, KeySourceFields, pathOf } from './key_source';
import { MeterKeyState } from './meter_key_state';
import { worksFor, type MeterKeys, type Work } from './meter_works';

/** A meter as it said itself, before the work and after it. */
interface MeterState { module: string; keys: 'own' | 'factory'; version: number; previous: number }
/** The meter as its factory certified it: from now on sets of keys can be made for it. */
interface Certified { module: string }
/** How a change of a meter's keys ended: done, or to be settled by asking the meter again. When it was not done the server refuses with the reason. */
interface KeysChanged { outcome: 'done' | 'in_doubt'; evidence?: string; before: MeterState | null; after: MeterState | null }

const TONES: Record<KeysChanged['outcome'], Tone> = { done: 'good', in_doubt: 'warning' };

/** A UKEY brings a meter its keys and nothing else; the rest is the office's own. */
const bringsKeys = (work: Work): boolean => work === 'download' || work === 'update';

const keysOf = ({ keys, version, previous }: MeterState): MeterKeys => ({ own: keys === 'own', version, previous });

/** What can be done with the keys of one meter, and how it ended. */
export function MeterWork({ number }: { number: string }) {
  const { t } = useWords();
  const [changed, setChanged] = useState<KeysChanged | null>(null);
  const source = useRef(fromOffice());
  const [tried, setTried] = useState(false);
  useEffect(() => () => { source.current = fromOffice(); }, []);
  const [shown, setShown] = useState<Certified | null>(null);
  const known = changed?.after ? keysOf(changed.after) : null;
  const finished = (answer: KeysChanged): void => {
    source.current = fromOffice();
    setTried(false);
    setChanged(answer);
  };
  return (
    <section className="meter-work" aria-label={t('meter_keys.title', { number })} data-testid={`meter-work-${number}`} data-version={known?.version ?? ''}>
      <h2>{t('word.meter_number')} <Number4 of={number} /></h2>
      <p>{known ? <MeterKeyState of={known} /> : <span className="quiet">{t('key_meters.not_asked')}</span>}</p>
      <div className="drawer-tools">
        {worksFor(known).map((work) => (
          <KeyAction<KeysChanged> key={work} label={t(`meter_keys.${work}`)} testid={`${work}-keys`} what={t(`meter_keys.${work}_what`, { number })} done={finished} ready={() => {
            setTried(true);
            return !bringsKeys(work) || isComplete(source.current);
          }}
            send={({ reason, approval, key }) => {
              const from = bringsKeys(work) ? source.current : fromOffice();
              const { by, ukey, pin } = from;
              const asked = { what: work, reason, ...(approval ? { approval } : {}) };
              return by === 'ukey' ? postSecret<KeysChanged>(pathOf(number, from), { ...asked, ukey, pin }) : post<KeysChanged>(pathOf(number, from), asked, { key });
            }}>
            {bringsKeys(work) && <KeySourceFields source={source} testid={`${work}-keys`} tried={tried} />}
          </KeyAction>
        ))}
        <KeyAction<Certified> noReason label={t('key_meters.certificate')} testid="bring-certificate" what={t('key_meters.certificate_what', { number })} done={setShown}
          send={({ key }) => post<Certified>(`/meters/${number}/keys/certificate`, {}, { key })} />
      </div>
      <div role="status">
        {shown && <p className="good-note" data-testid="certificate-brought" data-module={shown.module}>{t('key_meters.certified')} <Number4 of={shown.module} /></p>}
        {changed && (
          <div className="meter-outcome" data-testid="keys-outcome" data-outcome={changed.outcome}>
            <Tag tone={TONES[changed.outcome]}>{t(`meter_keys.${changed.outcome}`)}</Tag>
            {changed.outcome === 'in_doubt' && <p>{t('meter_keys.in_doubt_what')}</p>}
          </div>
        )}
      </div>
    </section>
  );
}
