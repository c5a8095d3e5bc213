import { useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { ReasonField } from '../form/reason_field';
import { useFourEyes } from '../form/use_four_eyes';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';

/** What people do to a row besides changing what its form holds. */
export interface RowAction {
  name: string;
  right: string;
  fields: { name: string; kind: 'text' | 'day' | 'reason'; required: boolean }[];
  /** It is offered while this column says one of these; of none: nothing. */
  column: string;
  says: string[];
}

/** Done with a reason, while the row's state is one of these. */
export const withReason = (name: string, right: string, says: string[]): RowAction => ({ name, right, fields: [{ name: 'reason', kind: 'reason', required: true }], column: 'state', says });

interface Props { list: string; rowKey: string; row: Row; actions: RowAction[]; refresh: () => void }

export function RowActions({ actions, ...where }: Props) {
  const session = useSession().data;
  return <>{actions.filter((one) => may(session, one.right) && isOffered(one, where.row)).map((one) => <Do key={`${where.rowKey}/${one.name}`} action={one} {...where} />)}</>;
}

export function isOffered(action: RowAction, row: Row): boolean {
  if (action.column === '') return true;
  const said = String(row[action.column] ?? '');
  return action.says.length > 0 ? action.says.includes(said) : said === '';
}

function Do({ action, list, rowKey, refresh }: Omit<Props, 'actions'> & { action: RowAction }) {
  const { t, first } = useWords();
  const [values, setValues] = useState<Record<string, string>>({});
  const words = `action.${list}.${action.name}`;
  const path = `/${list}/${rowKey.split('/').map(encodeURIComponent).join('/')}/${action.name}`;
  const eyes = useFourEyes((approval) => post<unknown>(path, { ...Object.fromEntries(action.fields.map((field) => [field.name, (values[field.name] ?? '').trim()])), ...(approval ? { approval } : {}) }), refresh);
  const how = first([`${words}.how`], '');
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  return (
    <Form className="drawer-section" testid={`row-action-${action.name}`} send={eyes.go} busy={eyes.running} problem={eyes.problem}>
      <h3>{t(words)}</h3>
      {how && <p className="quiet">{how}</p>}
      {action.fields.map((field) => {
        const Input = field.kind === 'reason' ? ReasonField : TextField;
        return (
          <Input key={field.name} id={`${action.name}-${field.name}`} label={first([`${words}.${field.name}`, `column.${field.name}`], field.name)} must={field.required} note={field.required ? undefined : t('form.optional')} type={field.kind === 'day' ? 'date' : 'text'}
            value={values[field.name] ?? ''} change={(value) => setValues({ ...values, [field.name]: value })} testid={`${action.name}-${field.name}`} />
        );
      })}
      <div className="drawer-tools"><button type="submit" className="plain-button" disabled={eyes.running} data-testid={`do-${action.name}`}>{t(words)}</button></div>
    </Form>
  );
}
