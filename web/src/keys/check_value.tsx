import { useWords } from '../words/words';

/** The three bytes by which people compare a key without seeing it. */
export function CheckValue({ of, testid, big }: { of: string | null | undefined; testid?: string; big?: boolean }) {
  const { t } = useWords();
  if (!of) return <span className="quiet">—</span>;
  return <code className={big ? 'check-value big' : 'check-value'} data-testid={testid} data-value={of} title={t('key_tree.check_value')}>{of.match(/..?/g)?.map((byte, at) => <span key={at}>{byte}</span>)}</code>;
}
