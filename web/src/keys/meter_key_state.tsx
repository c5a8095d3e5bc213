import { Tag } from '../shell/marks';
import { useWords } from '../words/words';
import type { MeterKeys } from './meter_works';

/** Whose keys a meter has, and which versions of them it takes. */
export function MeterKeyState({ of: { own, version, previous } }: { of: MeterKeys }) {
  const { t } = useWords();
  if (!own) return <Tag tone="warning">{t('meter_keys.factory')}</Tag>;
  return <Tag tone="good">{previous ? t('meter_keys.own_both', { version, previous }) : t('meter_keys.own', { version })}</Tag>;
}
