import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { address, post } from '../api/client';
import { useSession } from '../api/hooks';
import { newKey } from '../api/key';
import { ProblemNote } from '../form/problem_note';
import { Dialog } from '../shell/dialog';
import { Paper } from '../shell/paper';
import { may } from '../shell/permissions';
import { useWords } from '../words/words';

/** A receipt: on screen as the slip will look, to paper, as PDF, as plain text. The reprint keeps the number and is counted. */
export function ReceiptDialog({ number, close }: { number: string; close: () => void }) {
  const { t, language } = useWords();
  const session = useSession().data;
  const cache = useQueryClient();
  const [width, setWidth] = useState<32 | 48>(48);
  const [reprint, setReprint] = useState<number | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const key = useRef(newKey());
  const path = `/receipts/${encodeURIComponent(number)}`;
  const again = async (): Promise<void> => {
    try {
      const answer = await post<{ reprint: number }>(`${path}/reprint`, {}, { key: key.current });
      key.current = newKey();
      setReprint(answer.reprint);
      await cache.invalidateQueries({ queryKey: ['paper', path] });
      window.print();
    } catch (reason) {
      setProblem(reason);
    }
  };
  return (
    <Dialog title={t('receipt.title', { number })} close={close} testid="receipt-dialog" wide>
      <ProblemNote problem={problem} />
      <div className="receipt-tools">
        <div role="group" aria-label={t('receipt.width')} className="segments">
          {([48, 32] as const).map((each) => (
            <button key={each} type="button" aria-pressed={width === each} data-testid={`receipt-${each}`} onClick={() => setWidth(each)}>{each === 48 ? '80 mm' : '58 mm'}</button>
          ))}
        </div>
        {may(session, 'reprint') && <button type="button" className="plain-button" data-testid="receipt-reprint" onClick={() => void again()}>{t('receipt.print')}</button>}
        <a className="plain-button" href={address(path, { format: 'pdf', width: String(width), lang: language })} target="_blank" rel="noreferrer" data-testid="receipt-pdf">PDF</a>
        <a className="plain-button" href={address(path, { format: 'text', width: String(width), lang: language })} download={`${number}.txt`} data-testid="receipt-text">{t('receipt.as_text')}</a>
      </div>
      {reprint !== null && <p role="status" className="note">{t('receipt.reprint', { count: reprint })}</p>}
      <Paper path={path} width={width} testid="receipt-paper" alone />
    </Dialog>
  );
}
