import { SelectField, TextArea, TextField } from '../form/fields';
import { useWords } from '../words/words';
import { askable, conditionOf, fieldNamed, LEVELS, valuesOf, withHow, type Condition, type FieldKind, type Subject } from './document';
import { codeSaid, fieldSaid, listSaid } from './names';

interface Props { subjects: Subject[]; subject: string; node: Condition; change: (node: Condition) => void; level: number; at: string; within?: boolean }

/** All or any of some conditions; groups stand in one another at most three deep. */
export function GroupEditor({ subjects, subject, node, change, level, at, within }: Props) {
  const words = useWords();
  const { t } = words;
  const kind = node.any ? 'any' : 'all';
  const parts = node.all ?? node.any ?? [];
  const put = (fresh: Condition[]): void => change({ [kind]: fresh });
  const first = askable(subjects, subject)[0];
  const others = subjects.find((each) => each.subject === subject)?.others ?? [];
  return (
    <fieldset className="query-group" data-testid={`group-${at}`}>
      <legend className="visually-hidden">{t(`query.${kind}`)}</legend>
      <SelectField id={`kind-${at}`} label={t('query.conditions')} value={kind} change={(value) => change({ [value]: parts })} testid={`kind-${at}`}
        choices={['all', 'any'].map((value) => ({ value, label: t(`query.${value}`) }))} />
      {parts.map((part, index) => (
        <div key={index} className="query-part">
          <ConditionEditor subjects={subjects} subject={subject} node={part} level={level} at={`${at}-${index}`} within={within} change={(fresh) => put(parts.map((each, place) => (place === index ? fresh : each)))} />
          <button type="button" className="quiet-button" aria-label={t('query.remove', { number: String(index + 1) })} data-testid={`remove-${at}-${index}`} onClick={() => put(parts.filter((_, place) => place !== index))}>✕</button>
        </div>
      ))}
      <div className="query-tools">
        {first !== undefined && <button type="button" className="plain-button" data-testid={`add-condition-${at}`} onClick={() => put([...parts, conditionOf(subjects, subject, first)])}>{t('query.add_condition')}</button>}
        {level < LEVELS && <button type="button" className="plain-button" data-testid={`add-group-${at}`} onClick={() => put([...parts, { any: [] }])}>{t('query.add_group')}</button>}
        {!within && others[0] && <button type="button" className="plain-button" data-testid={`add-others-${at}`} onClick={() => put([...parts, { has_none: { ...others[0]! } }])}>{t('query.add_others')}</button>}
      </div>
    </fieldset>
  );
}

function ConditionEditor(props: Props) {
  if (props.node.all || props.node.any) return <GroupEditor {...props} level={props.level + 1} />;
  if (props.node.has || props.node.has_none) return <OthersEditor {...props} />;
  return <FieldEditor {...props} />;
}

/** "has none": rows of another list that name this one. */
function OthersEditor({ subjects, subject, node, change, level, at }: Props) {
  const words = useWords();
  const { t } = words;
  const kind = node.has ? 'has' : 'has_none';
  const others = (node.has ?? node.has_none)!;
  const choices = subjects.find((each) => each.subject === subject)?.others ?? [];
  const label = (one: { list: string; by: string }): string => {
    const named = listSaid(one.list, words);
    return choices.filter((each) => each.list === one.list).length > 1 ? `${named}, ${t('query.by')} ${fieldSaid(one.list, one.by, words)}` : named;
  };
  return (
    <div className="query-others">
      <div className="query-row">
        <SelectField id={`has-${at}`} label={t('query.how')} value={kind} change={(value) => change({ [value]: others })} testid={`has-${at}`} choices={['has', 'has_none'].map((value) => ({ value, label: t(`query.${value}`) }))} />
        <SelectField id={`others-${at}`} label={t('query.others')} value={`${others.list}/${others.by}`} change={(value) => { const [list = '', by = ''] = value.split('/'); change({ [kind]: { list, by } }); }} testid={`others-${at}`}
          choices={choices.map((one) => ({ value: `${one.list}/${one.by}`, label: label(one) }))} />
      </div>
      {others.where
        ? <GroupEditor subjects={subjects} subject={others.list} node={others.where} level={level} at={`${at}-w`} within change={(where) => change({ [kind]: { ...others, where } })} />
        : <button type="button" className="plain-button" data-testid={`where-${at}`} onClick={() => change({ [kind]: { ...others, where: { all: [] } } })}>{t('query.where_others')}</button>}
    </div>
  );
}

function FieldEditor({ subjects, subject, node, change, at }: Props) {
  const words = useWords();
  const { t } = words;
  const name = node.field ?? '';
  const field = fieldNamed(subjects, subject, name);
  const how = node.how ?? 'is';
  return (
    <div className="query-row">
      <SelectField id={`field-${at}`} label={t('query.field')} value={name} change={(value) => change(conditionOf(subjects, subject, value))} testid={`field-${at}`}
        choices={askable(subjects, subject).map((value) => ({ value, label: fieldSaid(subject, value, words) }))} />
      <SelectField id={`how-${at}`} label={t('query.how')} value={how} change={(value) => change(withHow(node, value))} testid={`how-${at}`} choices={(field?.hows ?? [how]).map((value) => ({ value, label: t(`query.how.${value}`) }))} />
      <Values node={node} change={change} at={at} kind={field?.kind ?? 'text'} codes={(field?.words ?? []).map((code) => ({ value: code, label: codeSaid(field!, code, words) }))} />
    </div>
  );
}

function Values({ node, change, at, kind, codes }: { node: Condition; change: (node: Condition) => void; at: string; kind: FieldKind; codes: { value: string; label: string }[] }) {
  const { t } = useWords();
  const how = node.how ?? 'is';
  const wanted = valuesOf(how);
  const day = ['time', 'date', 'local_time'].includes(kind) && how !== 'last_days';
  const type = day ? 'date' : 'text';
  const one = node.value ?? '';
  const put = (value: string): void => change({ field: node.field, how, value });
  if (wanted === 0) return null;
  if (wanted === 2) {
    const [from = '', to = ''] = node.values ?? [];
    return (
      <>
        <TextField id={`value-${at}`} label={t('query.value')} type={type} value={from} change={(value) => change({ field: node.field, how, values: [value, to] })} testid={`value-${at}`} />
        <TextField id={`value-to-${at}`} label={t('query.value_to')} type={type} value={to} change={(value) => change({ field: node.field, how, values: [from, value] })} testid={`value-to-${at}`} />
      </>
    );
  }
  if (wanted !== 1 && codes.length > 0) {
    const chosen = node.values ?? [];
    return (
      <fieldset className="field"><legend>{t('query.value')}</legend>
        <div className="query-codes">{codes.map((code) => (
          <label key={code.value} className="radio-row"><input type="checkbox" checked={chosen.includes(code.value)} data-testid={`value-${at}-${code.value}`}
            onChange={(event) => change({ field: node.field, how, values: event.target.checked ? [...chosen, code.value] : chosen.filter((each) => each !== code.value) })} /> {code.label}</label>
        ))}</div>
      </fieldset>
    );
  }
  if (wanted !== 1) {
    return <TextArea id={`value-${at}`} label={t('query.value')} note={t('query.values_note')} value={(node.values ?? []).join('\n')} testid={`value-${at}`} lines
      change={(value) => change({ field: node.field, how, values: value.split('\n').map((line) => line.trim()).filter((line, index, all) => line !== '' || index === all.length - 1) })} />;
  }
  if (kind === 'flag') return <SelectField id={`value-${at}`} label={t('query.value')} value={one} change={put} testid={`value-${at}`} empty={t('form.choose')} choices={[{ value: 'true', label: t('word.yes') }, { value: 'false', label: t('word.no') }]} />;
  if (codes.length > 0 && (how === 'is' || how === 'not')) return <SelectField id={`value-${at}`} label={t('query.value')} value={one} change={put} testid={`value-${at}`} empty={t('form.choose')} choices={codes} />;
  return <TextField id={`value-${at}`} label={t('query.value')} type={type} value={one} change={put} testid={`value-${at}`} />;
}
