import { useState, type ReactNode } from 'react';
import type { ApplicationStatus } from '../api/row_words';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { says } from '../words/says';
import { useWords } from '../words/words';

interface Props {
  row: Row;
  path: '/purse-applications' | '/account-applications';
  right: string;
  /** What follows from granting it. */
  note: string;
  /** What is sent when it is granted, and the fields in which that is typed. */
  grants?: Record<string, string>;
  children?: ReactNode;
  decided: () => void;
}

/** An application that waits: granted, or refused with a reason. Whoever has entered it does not decide it: the server says so. */
export function DecideApplication({ row, path, right, note, grants = {}, children, decided }: Props) {
  const { t } = useWords();
  const session = useSession().data;
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<{ of: 'grant' | 'refuse'; why: unknown } | null>(null);
  if (!says<ApplicationStatus>(row['state'], 'waiting') || !may(session, right)) return null;
  const send = (what: 'grant' | 'refuse'): void => {
    post(`${path}/${String(row['number'])}/${what}`, what === 'grant' ? grants : { reason }).then(() => { setProblem(null); decided(); }, (why: unknown) => setProblem({ of: what, why }));
  };
  return (
    <section className="drawer-section">
      <h3>{t('application.decide')}</h3>
      <p className="quiet">{note}</p>
      <Form send={() => send('grant')} problem={problem?.of === 'grant' ? problem.why : null}>
        {children}
        <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="application-grant">{t('application.grant')}</button></div>
      </Form>
      <Form send={() => send('refuse')} problem={problem?.of === 'refuse' ? problem.why : null}>
        <TextField id="application-reason" label={t('column.reason')} value={reason} change={setReason} testid="application-reason" must />
        <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="application-refuse">{t('application.refuse')}</button></div>
      </Form>
    </section>
  );
}
