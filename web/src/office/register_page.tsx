import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import type { Page } from '../api/types';
import { RegisterForm, type FieldDef } from '../form/register_form';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { Cell } from '../table/cell';
import { codeKeys, columnSaid, columnTitle, type Column } from '../table/columns';
import { CalledContext, calledIn, type Called } from '../table/called';
import { RegisterTable, type Row } from '../table/register_table';
import { readView } from '../table/view_state';
import { unitOf, useWords, type Words } from '../words/words';
import { RowHistory } from './row_history';
import { keyOf, partsOf } from './row_key';

export interface RegisterDef {
  id: string;
  path: string;
  whole?: boolean;
  /** Field that names a row in addresses; several are joined by "/". */
  key: string[];
  columns: Column[];
  defaultSort?: string;
  write?: string;             // the right to change
  fields?: FieldDef[];
  /** The person names a new row by its key: a link is its meter's. */
  named?: boolean;
  /** A change says what is another and no more, as rows that declare their form are changed. */
  changesAlone?: boolean;
  /** Rows are made and never changed afterwards. */
  madeOnce?: boolean;
  /** By what its history knows a row, where people know it by another name. */
  toldAs?: (row: Row) => string;
  /** Nothing becomes of its rows: they are written once, made when somebody asks, or say themselves what became of others. What a sale goes through its own drawer tells. */
  untold?: boolean;
  /** What the drawer shows below the facts. */
  more?: (row: Row, refresh: () => void) => ReactNode;
  tools?: ReactNode;
  /** Stands above the table. */
  above?: ReactNode;
  /** What to show after a new row was made (a one-time password). */
  made?: (row: Row) => ReactNode;
}

/** A register: its table, a drawer for one row, a form for new and changed rows. */
export function RegisterPage({ def }: { def: RegisterDef }) {
  const { t, has } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [query, setQuery] = useSearchParams();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Row | null>(null);
  const open = query.get('open');
  const writes = Boolean(def.fields && def.write && may(session, def.write));
  const refresh = (): void => void cache.invalidateQueries({ queryKey: ['list'] });
  const close = (): void => setQuery((old) => { const fresh = new URLSearchParams(old); fresh.delete('open'); fresh.delete('part'); return fresh; });
  const caption = t(`page.${def.id}`);
  return (
    <>
      {def.above}
      <RegisterTable id={def.id} caption={caption} path={def.path} whole={def.whole} columns={def.columns} defaultSort={def.defaultSort} opens rowKey={(row) => keyOf(def, row)}
        empty={has(`empty.${def.id}`) ? t(`empty.${def.id}`) : undefined}
        tools={<>{def.tools}{writes && <button type="button" className="primary-button" data-testid="new-row" onClick={() => setMaking(true)}>{t('form.new')}</button>}</>} />
      {open && <RowDrawer def={def} rowKey={open} writes={writes && !def.madeOnce} close={close} refresh={refresh} />}
      {making && def.fields && (
        <Dialog title={`${caption}: ${t('form.new')}`} testid="new-dialog" wide close={() => setMaking(false)}>
          <RegisterForm path={def.path} namedBy={def.named ? def.key : undefined} fields={asLookedFor(def.fields, readView(query).filters)} cancel={() => setMaking(false)} saved={(row) => { setMaking(false); refresh(); if (def.made) setMade(row); }} />
        </Dialog>
      )}
      {made && def.made && <Dialog title={caption} testid="made-dialog" close={() => setMade(null)}>{def.made(made)}</Dialog>}
    </>
  );
}

/** What lies beyond a person's own station the server says of each row; what he may at all his rights say. */
export const isChangeable = (row: Row): boolean => row['changeable'] !== false;

/** A new row begins as what the list shows: in the table of codes, the village, that somebody looks at. */
export function asLookedFor(fields: FieldDef[], filters: Record<string, string>): FieldDef[] {
  return fields.map((field) => {
    const value = filters[field.name] ?? '';
    const one = value !== '' && !/,|\.\./.test(value);
    const fits = field.kind === 'select' ? field.choices?.some((choice) => choice.value === value) : field.kind === 'lookup';
    return one && fits ? { ...field, start: value } : field;
  });
}

function RowDrawer({ def, rowKey, writes, close, refresh }: { def: RegisterDef; rowKey: string; writes: boolean; close: () => void; refresh: () => void }) {
  const words = useWords();
  const { t } = words;
  const [editing, setEditing] = useState(false);
  const one = useQuery({ queryKey: ['list', def.path, 'one', rowKey], queryFn: ({ signal }) => findRow(def, rowKey, signal) });
  const row = one.data?.row;
  return (
    <Dialog title={drawerTitle(def.id, titleOf(def, rowKey, words), words)} testid="drawer" drawer close={close}>
      {nothingToShow(one) && <Failed problem={one.error} retry={() => void one.refetch()} />}
      {!row && !one.isError && (one.isSuccess ? <p className="panel-quiet" data-testid="no-such-row">{t('table.no_such_row', { name: titleOf(def, rowKey, words) })}</p> : <Loading />)}
      {row && editing && def.fields && (
        <RegisterForm path={def.path} fields={def.fields} row={row} rowKey={rowKey} changesAlone={def.changesAlone} cancel={() => setEditing(false)} saved={() => { setEditing(false); refresh(); }} />
      )}
      {row && !editing && (
        <>
          {writes && isChangeable(row) && <div className="drawer-tools"><button type="button" className="plain-button" data-testid="edit-row" onClick={() => setEditing(true)}>{t('form.edit')}</button></div>}
          <CalledContext.Provider value={one.data?.called ?? {}}>
            <dl className="row-facts" data-testid="row-facts">
              {def.columns.map((column) => <div key={column.id}><dt>{factTitle(def.id, column, row, words)}</dt><dd data-testid={`fact-${column.id}`}><Cell column={column} row={row} /></dd></div>)}
            </dl>
          </CalledContext.Provider>
          {def.more?.(row, refresh)}
          {!def.untold && <RowHistory list={def.path.slice(1)} rowKey={def.toldAs?.(row) ?? rowKey} />}
        </>
      )}
    </Dialog>
  );
}

/** "Customer 000000100004": one of what the page is a list of. */
export function drawerTitle(list: string, name: string, { first, t }: Pick<Words, 'first' | 't'>): string {
  const one = first([`page_one.${list}`], '');
  return one === '' ? `${t(`page.${list}`)}: ${name}` : `${one} ${name}`;
}

/** What names a row, its codes as their words. */
function titleOf(def: RegisterDef, rowKey: string, { first, day, time }: Words): string {
  return partsOf(rowKey).map((part, index) => {
    const column = def.columns.find((one) => one.id === def.key[index]);
    if (column?.kind === 'date' || column?.kind === 'month') return day(part);
    if (column?.kind === 'time') return time(part, 'minute');
    return column?.prefix ? first(codeKeys(column.prefix, part), part) : part;
  }).filter(Boolean).join(' / ');
}

/** With the unit of its figure, as a column's head; what counts cubic metres says so itself. */
function factTitle(list: string, column: Column, row: Row, words: Words): string {
  const ownUnit = column.kind === 'energy' && unitOf(row['commodity']) !== 'kWh';
  return ownUnit ? columnSaid(list, column.id, words) : columnTitle(list, column, words);
}

async function findRow(def: RegisterDef, key: string, signal: AbortSignal): Promise<{ row: Row | null; called: Called }> {
  const parts = partsOf(key);
  const filter = def.key.map((name, index) => `filter.${name}=${encodeURIComponent(parts[index] ?? '')}`).join('&');
  const page = await get<Page<Row>>(`${def.path}?page_size=20&${filter}`, signal);
  return { row: page.rows.find((row) => keyOf(def, row) === key) ?? null, called: calledIn(page) };
}
