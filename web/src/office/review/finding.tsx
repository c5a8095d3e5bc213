import { unitOf, useWords } from '../../words/words';

/** What a rule found, as a sentence with its figures; a dash where it found nothing. */
export function Finding({ of }: { of: { finding?: string; figures?: Record<string, string>; commodity?: string } }) {
  const { first, decimal, unit } = useWords();
  if (!of.finding) return <>—</>;
  const figures = Object.fromEntries(Object.entries(of.figures ?? {}).map(([name, text]) => [name, /^-?\d+(\.\d+)?$/.test(text) ? decimal(text) : text]));
  return <>{first([`review.${of.finding}`], of.finding, { ...figures, unit: unit(unitOf(of.commodity)) })}</>;
}
