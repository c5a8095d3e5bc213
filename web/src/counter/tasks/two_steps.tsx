import { useWords } from '../../words/words';

/** What is done in two visits: first the meter gives up what it holds, then comes what it was for. Names `<of>.<step>`: the first step is the order, the second has a name of its own. */
export function TwoSteps<Second extends string>({ of, second, step, change, byLink }: { of: string; second: Second; step: 'order' | Second; change: (step: 'order' | Second) => void; byLink: boolean }) {
  const { t } = useWords();
  return (
    <ol className="phases">
      {(['order', second] as const).map((each) => (
        <li key={each} className={each === step ? 'is-running' : ''}>
          <label className="radio-row">
            <input type="radio" name={`${of}-step`} checked={step === each} onChange={() => change(each)} data-testid={`${of}-${each}`} />
            <span><strong>{t(`${of}.${each}`)}</strong><br /><span className="quiet">{t(each === 'order' && byLink ? `${of}.order_by_link` : `${of}.${each}_how`)}</span></span>
          </label>
        </li>
      ))}
    </ol>
  );
}
