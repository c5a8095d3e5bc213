import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import { useWords } from '../words/words';
import type { Choice } from './fields';
import { finderAt, type Find } from './finder';
import { Lookup } from './lookup';
import { asked, nameIn, REGISTERS, type Register, type RegisterName } from './registers';

type Row = Record<string, unknown>;

interface Props {
  id?: string;
  label: string;
  testid: string;
  register: RegisterName;
  error?: string;
  /** Nothing is sent without it: its form says so at the field. */
  must?: boolean;
  note?: string;
  locked?: boolean;
  /** What is looked for may be out of use by now: it is a question, nothing new. */
  all?: boolean;
  /** All that there are, where the server says so to whoever may not open the register. */
  among?: readonly Choice[];
}

/** A choice as a row of its register. */
const rowOf = (from: Register, { value, label }: Choice): Row => ({ [from.key]: value, full_name: label });

/** Those whose code or name holds what is typed. */
function findAmong(from: Register, choices: readonly Choice[]): Find<Row> {
  return (typed) => {
    const wanted = typed.toLowerCase();
    return Promise.resolve(choices.filter((one) => `${one.value} ${one.label}`.toLowerCase().includes(wanted)).map((one) => rowOf(from, one)));
  };
}

/** A field that holds the code of a row of a register, found by typing however many rows there are. */
export function LookupField({ value, change, ...props }: Props & { value: string; change: (value: string) => void }) {
  return <CodesField {...props} values={value === '' ? [] : [value]} change={(values) => change(values.at(-1) ?? '')} />;
}

/** The same for any of several codes. */
export function CodesField({ id, label, testid, register, values, change, error, must, note, locked, all, among }: Props & { values: string[]; change: (values: string[]) => void }) {
  const { t, language } = useWords();
  const from: Register = REGISTERS[register];
  return (
    <div className={`field lookup-field ${error ? 'has-error' : ''}`}>
      {locked
        ? <p className="field-head">{label}{note && <span className="small quiet">{note}</span>}</p>
        : (
          <Lookup<Row> id={id} label={label} note={note} error={error} must={must} lacks={must && values.length === 0 ? 'form.must_choose' : undefined} testid={testid} name={register} evenEmpty nothing={t('search.nothing')}
            find={among ? findAmong(from, among) : finderAt<Row>(from.path, asked(from, all))} rowKey={(row) => String(row[from.key])}
            show={(row) => <><strong>{String(row[from.key])}</strong> {nameIn(row, language, from.key)}</>}
            choose={(row) => change([...values.filter((each) => each !== String(row[from.key])), String(row[from.key])])} />
        )}
      <input type="hidden" value={values.join(',')} readOnly />
      {values.map((value) => <Chosen key={value} value={value} from={from} register={register} among={among} testid={testid} remove={locked ? undefined : () => change(values.filter((each) => each !== value))} />)}
    </div>
  );
}

/** What is chosen, by its name too. */
function Chosen({ value, from, register, among, testid, remove }: { value: string; from: Register; register: RegisterName; among?: readonly Choice[]; testid: string; remove?: () => void }) {
  const { t, language } = useWords();
  const known = among?.find((one) => one.value === value);
  const looked = useQuery({
    queryKey: ['lookup-name', register, value], staleTime: 300_000, enabled: !among,
    queryFn: ({ signal }) => get<{ rows: Row[] }>(`${from.path}?page_size=1&filter.${from.key}=${encodeURIComponent(value)}${asked(from, true)}`, signal).then((page) => page.rows[0] ?? null),
  }).data;
  const row = known ? rowOf(from, known) : looked;
  return (
    <p className="lookup-chosen" data-testid={`${testid}-chosen`} data-value={value}>
      <strong>{value}</strong> {row ? nameIn(row, language, from.key) : ''}
      {remove && <button type="button" className="quiet-button" aria-label={t('lookup.remove', { name: value })} data-testid={`${testid}-remove`} onClick={remove}>×</button>}
    </p>
  );
}
