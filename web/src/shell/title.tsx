import { useAnyRefused } from '../form/refusals';
import { useWords } from '../words/words';

/** The document's title; React hoists it into the head. Whoever only hears it is told first that a form was refused. */
export function Title({ children }: { children: string }) {
  const { t } = useWords();
  const refused = useAnyRefused();
  return <title>{`${refused ? `${t('form.error_prefix')}: ` : ''}${children} – Kwota`}</title>;
}
