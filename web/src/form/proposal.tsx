import type { Proposal, ProposalPart } from '../api/types';
import { useNamed, type NamedBy } from '../table/named';
import { useReasons } from '../table/reasons';
import { useWords, type Words } from '../words/words';

// What a second person is asked to agree to: the server gives kinds and values, the words stand in the dictionaries, and figures are in the reader's own form.

/** Codes that the utility keeps itself and gave names to. */
const NAMED: Record<string, NamedBy> = { plan: 'plan', usage_class: 'usage_class', debt_kind: 'debt_kind' };

export function ProposalSays({ content }: { content: Proposal }) {
  const { t } = useWords();
  return (
    <div data-testid="proposal" data-what={content.what}>
      <p className="proposal-what">{t(`proposal.${content.what}`)}</p>
      <dl className="row-facts">
        {content.parts.map((one, at) => <div key={at} data-testid={`proposal-${one.part}`}><dt>{t(`proposal.part.${one.part}`)}</dt><dd><Value of={one} /></dd></div>)}
      </dl>
    </div>
  );
}

function Value({ of }: { of: ProposalPart }) {
  const words = useWords();
  const named = useNamed(NAMED[of.part]);
  const reasons = useReasons();
  if (of.part === 'reason') return <>{reasons(of.value)}</>;
  return <>{of.kind === 'text' && NAMED[of.part] ? named(of.value) : valueSaid(of, words)}</>;
}

/** In one line, where there is no room for more. */
export function proposalLine(content: Proposal, words: Words): string {
  const parts = content.parts.map((one) => `${words.t(`proposal.part.${one.part}`)}: ${valueSaid(one, words)}`);
  return [words.t(`proposal.${content.what}`), ...parts].join(' · ');
}

export function valueSaid({ kind, value }: ProposalPart, words: Pick<Words, 'money' | 'decimal' | 'quantity' | 'day' | 'localTime' | 'first'>): string {
  switch (kind) {
    case 'money': return words.money(value);
    case 'count':
    case 'figure': return words.decimal(value);
    case 'energy': return words.quantity(value, 'kWh');
    case 'volume': return words.quantity(value, 'm3');
    case 'day': return words.day(value);
    case 'time': return words.localTime(value);
    case 'word': return words.first([value], value);
    case 'text':
    case 'number': return value;
  }
}
