import type * as D from '../api/described';
import type { ReactNode } from 'react';
import { useWords } from '../words/words';
import type { Parameter } from './parameter_text';

export type MeterParameters = D.MeterParameters;

/** Groups in the order in which they came. */
export function groupsOf(rows: Parameter[]): string[] {
  return [...new Set(rows.map((row) => row.group))];
}

/** One group of parameters as a table: its name is the caption. */
export function Group({ group, heads, children }: { group: string; heads: string[]; children: ReactNode }) {
  const { t } = useWords();
  return (
    <table className="simple-table control-group" data-testid={`group-${group}`}>
      <caption>{t(`parameter_group.${group}`)}</caption>
      <thead><tr><th scope="col">{t('column.parameter')}</th>{heads.map((head) => <th key={head} scope="col">{t(head)}</th>)}</tr></thead>
      <tbody>{children}</tbody>
    </table>
  );
}
