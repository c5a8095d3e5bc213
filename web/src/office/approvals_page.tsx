import type { ApprovalStatus } from '../api/row_words';
import { says } from '../words/says';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import type { Listed } from '../api/described';
import { listed } from '../api/lists';
import { TextField } from '../form/fields';
import { useStanding, type Standing } from '../form/approval';
import { ProblemNote } from '../form/problem_note';
import { ProposalSays } from '../form/proposal';
import { useWithdrawal } from '../form/use_withdrawal';
import { may } from '../shell/permissions';
import { ReadForApproval } from './plan/versions';
import { HOUSE } from './columns/house';
import { RegisterPage } from './register_page';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';

/** What shows its prices beside it. */
const PRICES: ReadonlySet<string> = new Set(['publish_plan', 'withdraw_plan']);

/** Four eyes from another workstation. Own requests can be seen and withdrawn, not approved. */
export function ApprovalsPage() {
  const standing = useStanding();
  return <RegisterPage def={{
    id: 'approvals', path: '/approvals', key: ['number'], defaultSort: '-requested',
    columns: HOUSE.approvals.map((column) => (column.id === 'decision' ? { ...column, as: standing } : column)),
    more: (row, refresh) => <Decision row={row} refresh={refresh} />,
  }} />;
}

function Decision({ row, refresh }: { row: Row; refresh: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const number = Number(row['number']);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const request = useQuery({ queryKey: ['approvals', number], queryFn: ({ signal }) => findApproval(number, signal) }).data;
  const own = row['requested_by'] === session?.operator?.name;
  const place = useRef<HTMLElement>(null);
  const back = useWithdrawal(number, refresh);
  // With the decision its buttons go, and would take the focus out of the drawer.
  useEffect(() => {
    if (!says<ApprovalStatus>(row['decision'], 'waiting') && document.activeElement === document.body) place.current?.closest('[role=dialog]')?.querySelector('button')?.focus();
  }, [row]);
  const decide = async (what: 'approve' | 'reject'): Promise<void> => {
    try {
      await post(`/approvals/${number}/${what}`, what === 'reject' ? { reason } : {});
      setProblem(null);
      refresh();
      void cache.invalidateQueries({ queryKey: ['approvals'] });
    } catch (why) {
      setProblem(why);
      refresh(); // another may have decided it meanwhile: what stands there now is shown
    }
  };
  const content = request?.content;
  const stands = useStanding()(row);
  const waits = says<Standing>(stands, 'waiting');
  const plan = content && PRICES.has(content.what) ? content : undefined;
  const of = (part: string): string => plan?.parts.find((one) => one.part === part)?.value ?? '';
  return (
    <section className="drawer-section" ref={place}>
      <h3>{t('approval.content')}</h3>
      {content && <ProposalSays content={content} />}
      {plan && <ReadForApproval id={of('plan')} from={of('from')} />}
      <ProblemNote problem={problem ?? back.problem} />
      {says<Standing>(stands, 'lapsed') && <p className="note" data-testid="approval-lapsed">{t('approval.lapsed')}</p>}
      {waits && own && (
        <>
          <p className="note">{t('approval.own')}</p>
          <div className="drawer-tools">
            <button type="button" className="plain-button" data-testid="approval-withdraw" onClick={back.withdraw}>{t('approval.withdraw')}</button>
          </div>
        </>
      )}
      {waits && !own && row['decidable'] === false && <p className="note" data-testid="approval-not-yours">{t('approval.not_yours')}</p>}
      {waits && !own && row['decidable'] !== false && may(session, 'approvals') && (
        <>
          <TextField id="reject-reason" label={t('approval.reject_reason')} value={reason} change={setReason} testid="reject-reason" note={t('form.optional')} />
          <div className="drawer-tools">
            <button type="button" className="primary-button" data-testid="approval-approve" onClick={() => void decide('approve')}>{t('approval.approve')}</button>
            <button type="button" className="plain-button" data-testid="approval-reject" onClick={() => void decide('reject')}>{t('approval.reject')}</button>
          </div>
        </>
      )}
    </section>
  );
}

async function findApproval(number: number, signal: AbortSignal): Promise<Listed['approvals'] | undefined> {
  const page = await listed('approvals', `page_size=20&filter.number=${number}`, signal);
  return page.rows.find((row) => Number(row.number) === number);
}
