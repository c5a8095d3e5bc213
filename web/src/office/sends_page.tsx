import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post, remove } from '../api/client';
import type { Instant } from '../api/types';
import { SelectField, TextField } from '../form/fields';
import { Form } from '../form/form';
import { ProblemNote } from '../form/problem_note';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { offerUndo } from '../shell/undo';
import { useSaved } from '../table/saved';
import { useWords } from '../words/words';

// Reports that are made by plan: of the week or month before, as a job of whoever wants them, and the bell says so.

interface Send { number: number; name: string; kind: string; asked: { report?: string; query?: number; format?: string }; rhythm: string; day: number; last: string; made: Instant; mail_to: string[] }
interface Declared { number: string; name: string; has_data: boolean; periods: string[] }

export function SendsPage() {
  const { t } = useWords();
  const cache = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const list = useQuery({ queryKey: ['sends'], queryFn: ({ signal }) => get<{ rows: Send[] }>('/sends', signal) });
  const seen = (): Promise<void> => cache.invalidateQueries({ queryKey: ['sends'] });
  const end = async ({ number, name }: Send): Promise<void> => {
    setProblem(null);
    try {
      await remove(`/sends/${number}`);
      offerUndo({ text: t('send.removed', { name }), undo: async () => { await post(`/sends/${number}/bring-back`, {}); await seen(); } });
    } catch (why) {
      setProblem(why);
    }
    await seen();
  };
  if (nothingToShow(list)) return <Failed problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  return (
    <section data-testid="sends" data-rows={list.data.rows.length}>
      <NewSend done={() => void seen()} />
      <ProblemNote problem={problem} />
      {list.data.rows.length === 0 && <p className="panel-quiet">{t('send.none')}</p>}
      {list.data.rows.length > 0 && (
        <table className="simple-table">
          <caption>{t('page.sends')}</caption>
          <thead><tr><th scope="col">{t('column.name')}</th><th scope="col">{t('send.what')}</th><th scope="col">{t('send.when')}</th><th scope="col">{t('send.last')}</th><th scope="col">{t('send.end')}</th></tr></thead>
          <tbody>
            {list.data.rows.map((row) => (
              <tr key={row.number} data-testid={`send-${row.number}`}>
                <th scope="row">{row.name}</th>
                <td>{row.asked.report ?? t('send.query', { number: String(row.asked.query ?? '') })} · {row.asked.format?.toUpperCase()}</td>
                <td>{t(`send.${row.rhythm}`)} · {row.day}{row.mail_to.length > 0 && ` · ${t('column.mail_to')} ${row.mail_to.join(', ')}`}</td>
                <td>{row.last}</td>
                <td><button type="button" className="plain-button" data-testid="send-end" onClick={() => void end(row)}>{t('send.remove')}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function NewSend({ done }: { done: () => void }) {
  const { t } = useWords();
  const reports = useQuery({ queryKey: ['reports'], queryFn: ({ signal }) => get<{ rows: Declared[] }>('/reports', signal), retry: false });
  const saved = useSaved();
  const [wanted, setWanted] = useState({ name: '', what: '', rhythm: 'monthly', day: '1', format: 'xlsx', mail_to: '' });
  const [problem, setProblem] = useState<unknown>(null);
  const change = (name: keyof typeof wanted) => (value: string): void => setWanted({ ...wanted, [name]: value });
  const what = [
    ...(reports.data?.rows ?? []).filter((one) => one.has_data).map((one) => ({ value: `report ${one.number}`, label: `${one.number} · ${one.name}` })),
    ...(saved.data ?? []).filter((one) => one.kind === 'query').map((one) => ({ value: `query ${one.number}`, label: one.name })),
  ];
  const keep = async (): Promise<void> => {
    setProblem(null);
    const report = /^report (.*)$/.exec(wanted.what)?.[1];
    const asked = report === undefined ? { query: Number(wanted.what.replace('query ', '')) } : { report };
    try {
      await post('/sends', { name: wanted.name, kind: report === undefined ? 'query' : 'report', asked: { ...asked, format: wanted.format }, rhythm: wanted.rhythm, day: Number(wanted.day), mail_to: wanted.mail_to.split(/[\s,;]+/).filter(Boolean) });
      setWanted({ ...wanted, name: '' });
      done();
    } catch (why) {
      setProblem(why);
    }
  };
  return (
    <Form className="form narrow-form" testid="new-send" send={() => void keep()} problem={problem}>
      <TextField id="send-name" testid="send-name" label={t('column.name')} value={wanted.name} change={change('name')} must />
      <SelectField id="send-what" testid="send-what" label={t('send.what')} value={wanted.what} change={change('what')} must choices={[{ value: '', label: '—' }, ...what]} />
      <SelectField id="send-rhythm" testid="send-rhythm" label={t('send.when')} value={wanted.rhythm} change={change('rhythm')} choices={['weekly', 'monthly'].map((one) => ({ value: one, label: t(`send.${one}`) }))} />
      <TextField id="send-day" testid="send-day" label={t(`send.day_${wanted.rhythm}`)} value={wanted.day} change={change('day')} must />
      <SelectField id="send-format" testid="send-format" label={t('send.format')} value={wanted.format} change={change('format')} choices={['xlsx', 'csv', 'pdf'].map((one) => ({ value: one, label: one.toUpperCase() }))} />
      <TextField id="send-mail-to" testid="send-mail-to" label={t('send.mail_to')} value={wanted.mail_to} change={change('mail_to')} />
      <button type="submit" className="primary-button" data-testid="send-keep">{t('send.keep')}</button>
    </Form>
  );
}
