import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type * as D from '../api/described';
import { get, post, put } from '../api/client';
import { useSession } from '../api/hooks';
import { SelectField, TextField } from '../form/fields';
import { Form } from '../form/form';
import { ProblemNote } from '../form/problem_note';
import type { Tested, TillPrinter as Printer } from '../counter/use_print';
import { may } from '../shell/permissions';
import { Loading } from '../shell/states';
import { useWords } from '../words/words';

const LETTERS: readonly Printer['letters'][] = ['dots', 'gb18030', 'cp866', 'windows1251', 'ascii'];
const FLAGS = ['answers', 'cuts', 'kicks_drawer'] as const;

/** How the slips of a till get onto paper: by a printer that hangs on the server, by the browser, or not by themselves. */
export function TillPrinter({ station, till }: { station: string; till: string }) {
  const { t } = useWords();
  const path = `/tills/${encodeURIComponent(station)}/${encodeURIComponent(till)}/printer`;
  const known = useQuery({ queryKey: ['till-printer', station, till], queryFn: ({ signal }) => get<Printer>(path, signal) });
  const writes = may(useSession().data, 'stations_write');
  return (
    <section className="drawer-section" data-testid="till-printer">
      <h3>{t('printer.title', { till })}</h3>
      {known.isError && <ProblemNote problem={known.error} />}
      {!known.data ? <Loading /> : writes ? <PrinterForm path={path} printer={known.data} /> : <p data-testid="printer-shown">{t(`printer.${known.data.way === 'printer' ? 'device' : known.data.way}`)} {known.data.way === 'printer' && known.data.place}</p>}
    </section>
  );
}

type Forms = D.FormPrinter;
const FORM_LETTERS: readonly Forms['letters'][] = ['gb18030', 'cp866', 'ascii'];

/** The printer of pre-printed forms at a till, beside the one for its slips. */
export function FormPrinter({ station, till }: { station: string; till: string }) {
  const { t } = useWords();
  const path = `/tills/${encodeURIComponent(station)}/${encodeURIComponent(till)}/form-printer`;
  const known = useQuery({ queryKey: ['form-printer', station, till], queryFn: ({ signal }) => get<Forms>(path, signal) });
  const writes = may(useSession().data, 'stations_write');
  return (
    <section className="drawer-section" data-testid="form-printer">
      <h3>{t('printer.forms_title', { till })}</h3>
      <p className="quiet">{t('printer.forms_note')}</p>
      {known.isError && <ProblemNote problem={known.error} />}
      {!known.data ? <Loading /> : writes ? <FormsForm path={path} printer={known.data} /> : <p>{known.data.place || t('printer.none')}</p>}
    </section>
  );
}

function FormsForm({ path, printer }: { path: string; printer: Forms }) {
  const { t } = useWords();
  const [row, setRow] = useState(printer);
  const [problem, setProblem] = useState<unknown>(null);
  const [said, setSaid] = useState(false);
  const save = async (): Promise<void> => {
    try {
      setRow(await put<Forms>(path, { place: row.place.trim(), letters: row.letters }));
      setProblem(null);
      setSaid(true);
    } catch (why) {
      setSaid(false);
      setProblem(why);
    }
  };
  return (
    <Form className="task" send={() => void save()} problem={problem}>
      <TextField id="forms-place" label={t('printer.place')} note={t('printer.place_hint')} value={row.place} change={(place) => { setSaid(false); setRow({ ...row, place }); }} testid="forms-place" />
      <SelectField id="forms-letters" label={t('printer.letters')} value={row.letters} change={(letters) => { setSaid(false); setRow({ ...row, letters }); }} testid="forms-letters"
        choices={FORM_LETTERS.map((value) => ({ value, label: t(`printer.letters.${value}`) }))} />
      <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="forms-save">{t('printer.save')}</button></div>
      {said && <p role="status" className="note" data-testid="forms-said">{t('form.done')}</p>}
    </Form>
  );
}

function PrinterForm({ path, printer }: { path: string; printer: Printer }) {
  const { t, language } = useWords();
  const [row, setRow] = useState(printer);
  const [problem, setProblem] = useState<unknown>(null);
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => setRow(printer), [printer]);
  const change = (more: Partial<Printer>): void => {
    setSaid('');
    setRow({ ...row, ...more });
  };
  const run = async (act: () => Promise<string>): Promise<void> => {
    setBusy(true);
    try {
      setSaid(await act());
      setProblem(null);
    } catch (why) {
      setSaid('');
      setProblem(why);
    } finally {
      setBusy(false);
    }
  };
  const save = (): void => {
    const place = row.way === 'none' ? '' : row.way === 'browser' ? 'browser' : row.place.trim();
    const { roll, letters, answers, cuts, kicks_drawer } = row;
    void run(async () => {
      setRow(await put<Printer>(path, { place, roll, letters, answers, cuts, kicks_drawer }));
      return t('form.done');
    });
  };
  const test = (): void => void run(async () => {
    const { outcome, fault } = await post<Tested>(`${path}/test?lang=${language}`, {});
    return outcome === 'done' ? t('printer.tested') : t('printer.not_tested', { why: t(`printer.fault.${fault}`) });
  });
  return (
    <Form className="task" send={save} busy={busy} problem={problem}>
      <SelectField id="printer-way" label={t('printer.way')} value={row.way} testid="printer-way" change={(way) => change({ way, place: way === 'printer' && row.place === 'browser' ? '' : row.place })}
        choices={[{ value: 'none', label: t('printer.none') }, { value: 'browser', label: t('printer.browser') }, { value: 'printer', label: t('printer.device') }]} />
      {row.way === 'printer' && (
        <TextField id="printer-place" label={t('printer.place')} note={t('printer.place_hint')} value={row.place} change={(place) => change({ place })} testid="printer-place" />
      )}
      {row.way !== 'none' && (
        <SelectField id="printer-roll" label={t('printer.roll')} value={row.roll} testid="printer-roll" change={(roll) => change({ roll })}
          choices={[{ value: '80mm', label: t('receipt.roll', { width: 80 }) }, { value: '58mm', label: t('receipt.roll', { width: 58 }) }]} />
      )}
      {row.way === 'printer' && (
        <>
          <SelectField id="printer-letters" label={t('printer.letters')} value={row.letters} testid="printer-letters" change={(letters) => change({ letters })}
            choices={LETTERS.map((value) => ({ value, label: t(`printer.letters.${value}`) }))} />
          {FLAGS.map((flag) => (
            <div key={flag}><label className="check"><input type="checkbox" checked={row[flag]} data-testid={`printer-${flag}`} onChange={(event) => change({ [flag]: event.target.checked })} />{t(`printer.${flag}`)}</label></div>
          ))}
        </>
      )}
      <div className="drawer-tools">
        <button type="submit" className="primary-button" disabled={busy} data-testid="printer-save">{t('printer.save')}</button>
        {printer.way === 'printer' || row.place !== '' ? <button type="button" className="plain-button" disabled={busy} data-testid="printer-test" onClick={test}>{t('printer.print_test')}</button> : null}
      </div>
      {said && <p role="status" className="note" data-testid="printer-said">{said}</p>}
    </Form>
  );
}
