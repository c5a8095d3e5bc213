import type { Proposal, ProposalPart } from '../api/types';

// Of what a second person is asked to agree to: about what it is, and how much money. The rest stands in the proposal.

/** What names the thing itself; of several the nearest to what is done. */
const NAMES: readonly ProposalPart['part'][] = [
  'sale', 'invoice', 'debt', 'card', 'new_meter', 'meter', 'account', 'customer', 'operator', 'outlet', 'setting', 'plan', 'slip', 'handheld', 'serial', 'device', 'code', 'file', 'import', 'list', 'year', 'place',
];

/** Nothing where it is about nothing that has a name of its own. */
export function objectAsked(content: Proposal | undefined): ProposalPart | undefined {
  for (const name of NAMES) {
    const found = content?.parts.find((one) => one.part === name && one.value !== '');
    if (found) return found;
  }
  return undefined;
}

/** What is done; one right lets several deeds be asked for: to enter a debt and to write one off. Of a request without a content its right is all that is known. */
export function deedAsked(content: Proposal | undefined, right: string): string {
  return content?.what ?? right;
}

/** "" where no money is moved. */
export function amountAsked(content: Proposal | undefined): string {
  return content?.parts.find((one) => one.kind === 'money' && one.part === 'sum')?.value ?? content?.parts.find((one) => one.kind === 'money')?.value ?? '';
}
