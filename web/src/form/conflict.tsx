import { useWords } from '../words/words';

interface Props { names: string[]; mine: Record<string, string>; theirs: Record<string, string>; take: (name: string, value: string) => void; settle: () => void }

/** Somebody else saved meanwhile: both values side by side, chosen field by field, or all of theirs at once. Labels are the texts `column.<name>`. */
export function Conflict({ names, mine, theirs, take, settle }: Props) {
  const { t } = useWords();
  const differing = names.filter((name) => theirs[name] !== mine[name]);
  const load = (): void => {
    for (const name of differing) take(name, theirs[name]!);
    settle();
  };
  return (
    <div className="conflict" data-testid="conflict">
      <table>
        <caption>{t('form.conflict')}</caption>
        <thead><tr><th scope="col">{t('form.field')}</th><th scope="col">{t('form.yours')}</th><th scope="col">{t('form.theirs')}</th></tr></thead>
        <tbody>
          {differing.map((name) => (
            <tr key={name}><th scope="row">{t(`column.${name}`)}</th><td>{mine[name] || '—'}</td>
              <td>{theirs[name] || '—'} <button type="button" className="quiet-button" data-testid={`conflict-take-${name}`} onClick={() => take(name, theirs[name]!)}>{t('form.take')}</button></td></tr>
          ))}
        </tbody>
      </table>
      <button type="button" className="plain-button" data-testid="conflict-load" onClick={load}>{t('form.load_newest')}</button>
      <button type="button" className="plain-button" data-testid="conflict-settle" onClick={settle}>{t('form.conflict_settled')}</button>
    </div>
  );
}
