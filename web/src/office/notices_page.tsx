import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { post } from '../api/client';
import { ProblemNote } from '../form/problem_note';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { useNotices } from '../shell/use_notices';
import { peopleOf } from '../table/called';
import { useWords } from '../words/words';

// What the house has told this person: what is critical waits until somebody says that he has seen it.

export function NoticesPage() {
  const { t, time } = useWords();
  const cache = useQueryClient();
  const list = useNotices();
  const [problem, setProblem] = useState<unknown>(null);
  const see = async (address: string, body: object): Promise<void> => {
    setProblem(null);
    try {
      await post(address, body);
    } catch (why) {
      setProblem(why);
    }
    await cache.invalidateQueries({ queryKey: ['notices'] });
  };
  if (nothingToShow(list)) return <Failed problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const rows = list.data.rows;
  const together = rows.filter((notice) => !notice.seen && !notice.critical).length > 1;
  return (
    <section data-testid="notices" data-waiting={list.data.waiting}>
      <ProblemNote problem={problem} />
      {together && <p><button type="button" className="plain-button" data-testid="see-notices" onClick={() => void see('/notices/seen', { up_to: Math.max(...rows.map((notice) => notice.number)) })}>{t('notice.see_all')}</button></p>}
      {rows.length === 0 && <p className="panel-quiet">{t('notice.none')}</p>}
      {rows.length > 0 && (
        <table className="simple-table">
          <caption>{t('page.notices')}</caption>
          <thead><tr><th scope="col">{t('column.time')}</th><th scope="col">{t('notice.what')}</th><th scope="col">{t('notice.seen')}</th></tr></thead>
          <tbody>
            {rows.map((notice) => (
              <tr key={notice.number} data-testid={`notice-${notice.event}-${notice.object}`}>
                <td>{time(notice.raised)}</td>
                <td>{notice.critical && <span className="tag bad">{t('notice.critical')}</span>} <Link to={notice.page}>{notice.text}</Link></td>
                <td>{notice.seen ? `${peopleOf(notice, 'seen_by')} · ${time(notice.seen)}` : <button type="button" className="plain-button" data-testid="see-notice" onClick={() => void see(`/notices/${notice.number}/seen`, {})}>{t('notice.see')}</button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
