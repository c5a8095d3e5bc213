import { useWords } from '../../words/words';

/** What is done in two visits: first the meter gives up what it holds, then comes what it was for. Names `<of>.<step>`. */
export function TwoSteps({ of, steps, step, change, byLink }: { of: string; steps: readonly [string, string]; step: string; change: (step: string) => void; byLink: boolean }) {
  const { t } = useWords();
  return (
    <ol className="phases">
      {steps.map((each) => (
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
