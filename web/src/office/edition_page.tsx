import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { get, post } from '../api/client';
import { useSession } from '../api/hooks';
import { useOwnPrinter, type Tested } from '../counter/use_print';
import { ProblemNote } from '../form/problem_note';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import type { SurfacePage } from '../shell/surface_page';
import { useWords } from '../words/words';
import { hiddenPages, networkAmong, PARTS, waysAmong } from './edition';
import { healthWord, useHealth } from './health';
import { settingText, type Setting } from './setting';
import { SettingDrawer } from './setting_drawer';
import './settings.css';

/** What this installation is, of whose `pages` it hides some: whom it serves, in which ways it sells – each from a day on, by two, with its history –, and whether the parts of its machine answer. */
export function EditionPage({ pages }: { pages: SurfacePage[] }) {
  return (
    <>
      <Settings pages={pages} />
      <Machine />
    </>
  );
}

function Settings({ pages }: { pages: SurfacePage[] }) {
  const words = useWords();
  const { t } = words;
  const used = useSession().data?.utility?.ways;
  const [query, setQuery] = useSearchParams();
  const open = query.get('open');
  const all = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => get<{ settings: Setting[] }>('/settings', signal) });
  if (nothingToShow(all)) return <Failed problem={all.error} retry={() => void all.refetch()} />;
  if (!all.data) return <Loading />;
  const hidden = hiddenPages(pages, used ?? []);
  return (
    <>
      <Table of="kind" rows={networkAmong(all.data.settings)} open={(name) => setQuery({ open: name })} say={(row) => t(row.value === '0' ? 'edition.standalone' : 'edition.network')} />
      <Table of="ways" rows={waysAmong(all.data.settings)} open={(name) => setQuery({ open: name })} say={(row) => settingText(words, row.kind, row.value)}>
        {used && <p data-testid="edition-hidden">{hidden.length === 0 ? t('edition.nothing_hidden') : t('edition.hidden', { pages: hidden.map((page) => t(`page.${page.id}`)).join(', ') })}</p>}
      </Table>
      {open !== null && <SettingDrawer key={open} name={open} close={() => setQuery({})} />}
    </>
  );
}

/** Some of the settings, with what counts and what is coming; each opens to be changed. */
function Table({ of, rows, open, say, children }: { of: 'kind' | 'ways'; rows: Setting[]; open: (name: string) => void; say: (row: Setting) => string; children?: ReactNode }) {
  const words = useWords();
  const { t } = words;
  return (
    <section className="card" aria-labelledby={`edition-${of}-head`}>
      <h2 id={`edition-${of}-head`}>{t(`edition.${of}`)}</h2>
      <p className="quiet">{t(`edition.${of}_how`)}</p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={`${t(`edition.${of}`)}: ${t('setting.column.value')}`}>
        <table className="simple-table" data-testid={`edition-${of}`} aria-labelledby={`edition-${of}-head`}>
        <thead><tr>{['name', 'value', 'since', 'coming'].map((column) => <th key={column} scope="col">{t(`setting.column.${column}`)}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} data-testid={`edition-${row.name}`}>
              <th scope="row"><button type="button" className="row-link" data-testid={`open-${row.name}`} onClick={() => open(row.name)}>{t(`setting.name.${row.name}`)}</button></th>
              <td data-testid={`value-${row.name}`}>{say(row)}</td>
              <td>{row.since ? words.time(row.since, 'minute') : <span className="quiet">{t('setting.usual')}</span>}</td>
              <td>{row.coming.map((one) => <div key={one.number}>{t('setting.coming_at', { value: settingText(words, row.kind, one.value), time: words.time(one.in_force, 'minute') })}</div>)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      </div>
      {children}
    </section>
  );
}

/** Each part of the machine answers when it is asked; a printer by a page. */
function Machine() {
  const words = useWords();
  const { t, time } = words;
  const health = useHealth(['tried'], { gcTime: 0 });
  return (
    <section className="card" aria-labelledby="edition-machine-head">
      <h2 id="edition-machine-head">{t('edition.machine')}</h2>
      <ProblemNote problem={health.error} />
      <dl className="row-facts" data-testid="edition-machine">
        {PARTS.map((part) => (
          <div key={part}>
            <dt>{t(`health.part.${part}`)}</dt>
            <dd><span data-testid={`edition-${part}`}>{healthWord(words, part, health.data?.[part])}</span>{' '}
              <button type="button" className="plain-button" data-testid={`try-${part}`} aria-label={`${t('edition.try')}: ${t(`health.part.${part}`)}`} disabled={health.isFetching} onClick={() => void health.refetch()}>{t('edition.try')}</button></dd>
          </div>
        ))}
        <TillsPrinter />
      </dl>
      {health.dataUpdatedAt > 0 && <p className="quiet" role="status" data-testid="edition-tried">{t('edition.tried', { time: time(new Date(health.dataUpdatedAt).toISOString(), 'clock') })}</p>}
    </section>
  );
}

/** The printer of the till at which somebody is signed in; others are tried at their tills. */
function TillsPrinter() {
  const { t, language } = useWords();
  const session = useSession().data;
  const printer = useOwnPrinter();
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const till = session?.till;
  const tries = till && printer?.way === 'printer' && may(session, 'stations_write');
  const test = (): void => {
    post<Tested>(`/tills/${encodeURIComponent(till!.station)}/${encodeURIComponent(till!.code)}/printer/test?lang=${language}`, {})
      .then(({ outcome, fault }) => { setProblem(null); setSaid(outcome === 'done' ? t('printer.tested') : t('printer.not_tested', { why: t(`printer.fault.${fault}`) })); }, (why) => { setSaid(''); setProblem(why); });
  };
  return (
    <div>
      <dt>{t('edition.printer')}</dt>
      <dd>
        <span data-testid="edition-printer">{printer?.way === 'printer' ? printer.place : t(printer?.way === 'browser' ? 'printer.browser' : 'printer.none')}</span>{' '}
        {tries ? <button type="button" className="plain-button" data-testid="try-printer" onClick={test}>{t('printer.print_test')}</button> : <span className="small quiet">{t('edition.printer_at_till')}</span>}
        {said && <span role="status" className="small" data-testid="edition-printed"> {said}</span>}
        <ProblemNote problem={problem} />
      </dd>
    </div>
  );
}
