import type { DebtShare, OwedDebt } from '../api/types';
import type { Words } from '../words/words';

/** "20 % of each payment", "paused until 31 Dec 2026". */
export function debtRule(debt: Pick<OwedDebt, 'rule' | 'value' | 'paused_until'>, { t, decimal, money, day }: Words): string {
  if (debt.paused_until) return t('debts.paused_until', { day: day(debt.paused_until) });
  const value = debt.value === '' ? '' : debt.rule === 'percent' ? decimal(debt.value) : money(debt.value);
  return t(`debt_rule_says.${debt.rule}`, { value });
}

/** As the slip will say it: "Arrears 20 % (80.00 left)". */
export function debtLine(share: DebtShare, { t, decimal }: Words, kind: (code: string) => string): string {
  const { debt, left } = share;
  const name = debt?.kind ? kind(debt.kind) : t('slip.claim');
  return t('slip.line.debt_named', { name: debt?.rule === 'percent' ? `${name} ${decimal(debt.value)} %` : name, left: decimal(left) });
}
