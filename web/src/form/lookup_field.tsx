import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import { useWords } from '../words/words';
import { finderAt } from './finder';
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
}

/** A field that holds the code of a row of a register, found by typing however many rows there are. */
export function LookupField({ value, change, ...props }: Props & { value: string; change: (value: string) => void }) {
  return <CodesField {...props} values={value === '' ? [] : [value]} change={(values) => change(values.at(-1) ?? '')} />;
}

/** The same for any of several codes. */
export function CodesField({ id, label, testid, register, values, change, error, must, note, locked, all }: Props & { values: string[]; change: (values: string[]) => void }) {
  const { t, language } = useWords();
  const from: Register = REGISTERS[register];
  return (
    <div className={`field lookup-field ${error ? 'has-error' : ''}`}>
      {locked
        ? <p className="field-head">{label}{note && <span className="small quiet">{note}</span>}</p>
        : (
          <Lookup<Row> id={id} label={label} note={note} error={error} must={must} lacks={must && values.length === 0 ? 'form.must_choose' : undefined} testid={testid} name={register} evenEmpty nothing={t('search.nothing')}
            find={finderAt<Row>(from.path, asked(from, all))} rowKey={(row) => String(row[from.key])}
            show={(row) => <><strong>{String(row[from.key])}</strong> {nameIn(row, language)}</>}
            choose={(row) => change([...values.filter((each) => each !== String(row[from.key])), String(row[from.key])])} />
        )}
      <input type="hidden" value={values.join(',')} readOnly />
      {values.map((value) => <Chosen key={value} value={value} from={from} register={register} testid={testid} remove={locked ? undefined : () => change(values.filter((each) => each !== value))} />)}
    </div>
  );
}

/** What is chosen, by its name too. */
function Chosen({ value, from, register, testid, remove }: { value: string; from: Register; register: RegisterName; testid: string; remove?: () => void }) {
  const { t, language } = useWords();
  const row = useQuery({
    queryKey: ['lookup-name', register, value], staleTime: 300_000,
    queryFn: ({ signal }) => get<{ rows: Row[] }>(`${from.path}?page_size=1&filter.${from.key}=${encodeURIComponent(value)}${asked(from, true)}`, signal).then((page) => page.rows[0] ?? null),
  }).data;
  return (
    <p className="lookup-chosen" data-testid={`${testid}-chosen`} data-value={value}>
      <strong>{value}</strong> {row ? nameIn(row, language) : ''}
      {remove && <button type="button" className="quiet-button" aria-label={t('lookup.remove', { name: value })} data-testid={`${testid}-remove`} onClick={remove}>×</button>}
    </p>
  );
}
