import type { MeterView } from '../api/types';
import { MeterKeyState } from '../keys/meter_key_state';
import { useWords } from '../words/words';

/** Whose keys the meter has. They are changed at the key office. */
export function MeterKeys({ meter }: { meter: MeterView }) {
  const { t } = useWords();
  const version = meter.key_version ?? 0;
  return (
    <p className="meter-keys-box" data-testid={`meter-keys-${meter.number}`} data-version={version}>
      <span className="meter-keys-name">{t('bench.keys')}</span> <MeterKeyState of={{ own: meter.key_state !== 'public', version, previous: meter.previous_key_version ?? 0 }} />
    </p>
  );
}
