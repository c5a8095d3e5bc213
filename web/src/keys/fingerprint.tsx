import { TextField } from '../form/fields';
import { useWords } from '../words/words';
import { fingerprintOf } from './fingerprint_text';

/** By which people know one program from another: read aloud, compared, typed from paper. */
export function Fingerprint({ of, testid }: { of: string | null; testid: string }) {
  const { t } = useWords();
  if (!of) return <span className="quiet" data-testid={testid} data-value="">{t('fingerprint.none')}</span>;
  return <code className="fingerprint" data-testid={testid} data-value={of}>{of}</code>;
}

/** Typed from what the other program shows, never taken over from this page: comparing is what the field is for. `wanted`: the only one that fits here. */
export function FingerprintField({ id, value, change, tried, wanted }: { id: string; value: string; change: (value: string) => void; tried: boolean; wanted?: string }) {
  const { t } = useWords();
  const typed = fingerprintOf(value);
  const flaw = typed === null ? t('fingerprint.short') : wanted !== undefined && typed !== wanted ? t('fingerprint.other') : undefined;
  return <TextField id={id} label={t('fingerprint.label')} note={t('fingerprint.note')} value={value} change={change} testid={id} error={tried ? flaw : undefined} />;
}
