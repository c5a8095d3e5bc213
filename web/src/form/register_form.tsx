import { useEffect, useMemo, useRef, useState } from 'react';
import { post, put } from '../api/client';
import { newKey } from '../api/key';
import { asProblem, savedMeanwhile, type Problem } from '../api/problem';
import type { Request } from '../api/types';
import { columnSaid } from '../table/columns';
import { useWords } from '../words/words';
import { useSession } from '../api/hooks';
import { amountText, figureText } from './amount';
import { AmountInput } from './amount_input';
import { FormActions } from './form_actions';
import { Conflict } from './conflict';
import { SelectField, TextArea, TextField, type Choice } from './fields';
import { FewField, OfferedField } from './few_field';
import { focusFirst } from './focus_first';
import { Form, Must } from './form';
import { LookupField } from './lookup_field';
import { registerOf, type RegisterName } from './registers';
import { SecondPerson } from './second_person';
import { withNewest } from './untouched';

/** One field of a register's form. Labels are the texts `column.<name>`. */
export interface FieldDef {
  name: string;
  kind?: 'text' | 'long' | 'list' | 'money' | 'figure' | 'select' | 'lookup' | 'few' | 'offered' | 'yes' | 'many' | 'date';
  required?: boolean;
  /** Set when the row is made, never changed afterwards. */
  fixed?: boolean;
  /** Asked only when the row is made: it is no part of the row. */
  once?: boolean;
  choices?: Choice[];
  /** Of many: the row holds them as one text, with commas between. */
  joined?: boolean;
  /** Where the codes stand – of a look-up, of few, of those that are offered –; without it the register that the field is named after. */
  register?: RegisterName;
  /** Offered beside what somebody types himself. */
  suggest?: Choice[];
  /** A text's key; `<note>.<kind>` of what else is chosen in the form stands before it. */
  note?: string;
  /** A text's key where the column's name does not fit the field. */
  label?: string;
  /** Value of a new row. */
  start?: string;
}

type Values = Record<string, string>;
type Row = Record<string, unknown>;

interface Props {
  path: string;                       // POST here, PUT to path/<key>
  /** The person names a new row by these fields: then it is PUT under that name. */
  namedBy?: string[];
  fields: FieldDef[];
  row?: Row;                          // edited; without one a new row is made
  /** Of an edited row what was changed is sent alone: what it names besides – a place of another station – is nobody's business then. */
  changesAlone?: boolean;
  rowKey?: string;
  saved: (row: Row) => void;
  cancel: () => void;
}

/** The form pattern of the house: one column, errors first and linked, nothing typed is lost, one key for one intended save. */
export function RegisterForm({ path, namedBy, fields: all, row, rowKey, changesAlone, saved, cancel }: Props) {
  const fields = row ? all.filter((field) => !field.once) : all;
  const { t } = useWords();
  const digits = useSession().data?.utility?.minor_digits ?? 2;
  const start = useRef<Values>(valuesOf(fields, row));
  const [values, setValues] = useState<Values>(start.current);
  const [version, setVersion] = useState(row?.['version']);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [conflict, setConflict] = useState<Row | null>(null);
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Request | null>(null); // the request that a second person decides
  const key = useRef(newKey());
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => focusFirst(form.current), []);
  const places = useMemo(() => Object.fromEntries(all.map((field) => [field.name, `field-${field.name}`])), [all]);
  const dirty = fields.some((field) => values[field.name] !== start.current[field.name]);

  const save = async (approval?: number): Promise<void> => {
    setProblem(null);
    setBusy(true);
    try {
      const name = row ? rowKey ?? '' : namedBy?.map((field) => values[field]!.trim()).join('/');
      // What names the row stands in the address then, and nowhere else.
      const said = name === undefined ? fields : fields.filter((field) => !field.fixed);
      // Whoever chose between his and another's words has chosen all of them.
      const sent = row && changesAlone && version === row['version'] ? said.filter((field) => values[field.name] !== start.current[field.name]) : said;
      const body = { ...bodyOf(sent, values, digits), ...(version === undefined ? {} : { version }), ...(approval === undefined ? {} : { approval }) };
      const answer = name === undefined ? await post<Row>(path, body, { key: key.current }) : await put<Row>(`${path}/${name.split('/').map(encodeURIComponent).join('/')}`, body, { key: key.current });
      const request = answer['approval'] as Request | undefined;
      setAsked(request ?? null);
      if (!request) saved((answer['waiting'] as Row | undefined) ?? answer);
    } catch (reason) {
      key.current = newKey();
      const why = asProblem(reason);
      const current = savedMeanwhile<Row>(why);
      if (current) {
        const newest = valuesOf(fields, current), seen = start.current;
        setValues((typed) => withNewest(fields.map((field) => field.name), typed, seen, newest));
        start.current = newest;
        setConflict(current);
      }
      setProblem(why);
    } finally {
      setBusy(false);
    }
  };
  const set = (name: string, value: string): void => setValues((old) => ({ ...old, [name]: value }));
  return (
    <>
      <Form formRef={form} send={() => void save()} busy={busy} problem={problem} places={places} dirty={dirty} testid="register-form">
        {conflict && <Conflict names={fields.map((field) => field.name)} mine={values} theirs={valuesOf(fields, conflict)} take={set} settle={() => { setVersion(conflict['version']); setConflict(null); setProblem(null); }} />}
        {fields.map((field) => <Field key={field.name} list={path.slice(1)} field={field} value={values[field.name]!} change={(value) => set(field.name, value)} locked={Boolean(row && field.fixed)} chosen={fields.filter((one) => one.kind === 'select').map((one) => values[one.name]!)} />)}
        <FormActions go={t('form.save')} close={cancel} testid="form-save" cancelTestid="form-cancel" />
      </Form>
      {/* A form of its own, beside this one: browsers do not tell of the submission of a form within a form. */}
      {asked !== null && <SecondPerson asked={asked} cancel={() => setAsked(null)} approved={() => void save(asked.number)} withdrawn={() => setAsked(null)} />}
    </>
  );
}

interface FieldProps { list: string; field: FieldDef; value: string; change: (value: string) => void; locked: boolean; chosen: string[] }

function Field({ list, field, value, change, locked, chosen }: FieldProps) {
  const words = useWords();
  const { t, first } = words;
  const label = field.label ? t(field.label) : columnSaid(list, field.name, words);
  const said = field.note && first([...chosen.map((one) => `${field.note!}.${one}`), field.note], '');
  const note = [said, !field.required && !locked && t('form.optional'), locked && t('form.fixed')].filter(Boolean).join(' · ') || undefined;
  const props = { id: `field-${field.name}`, label, value, change, must: field.required, note, testid: `field-${field.name}` };
  switch (field.kind) {
    case 'select': return <SelectField {...props} choices={field.choices ?? []} empty={field.required ? t('form.choose') : '—'} />;
    case 'lookup': return <LookupField {...props} register={field.register ?? registerOf(field.name) ?? 'place'} locked={locked} />;
    case 'few': return <FewField {...props} register={field.register ?? registerOf(field.name) ?? 'place'} empty={field.required ? t('form.choose') : '—'} />;
    case 'offered': return <OfferedField {...props} register={field.register ?? registerOf(field.name) ?? 'place'} readOnly={locked} />;
    case 'yes': return <SelectField {...props} note={said || undefined} choices={[{ value: 'true', label: t('word.yes') }, { value: 'false', label: t('word.no') }]} />;
    case 'many': return <Many {...props} choices={field.choices ?? []} />;
    case 'money': return <AmountInput {...props} />;
    case 'figure': return <AmountInput {...props} figure />;
    case 'long': return <TextArea {...props} />;
    case 'list': return <TextArea {...props} list />;
    case 'date': return <TextField {...props} type="date" readOnly={locked} />;
    default: return <TextField {...props} readOnly={locked} suggest={field.suggest} />;
  }
}

function Many({ id, label, value, change, choices, must = false, testid }: { id: string; label: string; value: string; change: (value: string) => void; choices: Choice[]; must?: boolean; testid: string }) {
  const { t } = useWords();
  const chosen = value.split(',').filter(Boolean);
  return (
    <fieldset className="field" id={id} tabIndex={-1}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="radio-row">
          <input type="checkbox" checked={chosen.includes(choice.value)} data-testid={`${testid}-${choice.value}`}
            onChange={(event) => change((event.target.checked ? [...chosen, choice.value] : chosen.filter((each) => each !== choice.value)).join(','))} />
          {choice.label}
        </label>
      ))}
      <Must id={`${id}-must`} lacking={must && chosen.length === 0} says={`${label}: ${t('form.must_choose')}`} />
    </fieldset>
  );
}

function valuesOf(fields: FieldDef[], row: Row | undefined): Values {
  return Object.fromEntries(fields.map((field) => {
    const value = row?.[field.name];
    if (value === undefined || value === null) return [field.name, field.start ?? (field.kind === 'yes' ? 'true' : '')];
    return [field.name, Array.isArray(value) ? value.join(',') : String(value)];
  }));
}

function bodyOf(fields: FieldDef[], values: Values, digits: number): Row {
  return Object.fromEntries(fields.map((field) => {
    const value = values[field.name]!.trim();
    if (field.kind === 'yes') return [field.name, value === 'true'];
    if (field.kind === 'money') return [field.name, amountText(value, digits)];
    if (field.kind === 'figure') return [field.name, figureText(value)];
    if (field.kind === 'many' && !field.joined) return [field.name, value.split(',').filter(Boolean)];
    return [field.name, value];
  }));
}
