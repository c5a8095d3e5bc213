import { amountSays, changeOf, inMark, keepAmountCharacters, parseAmount, type ParsedAmount } from '../form/amount';
import { useWords, type Words } from '../words/words';
import type { SalePanelProps } from './sale_panel_props';
import { leftToPay, mostTenders, useTenders, withOneMore, type TenderLine } from './tenders';

/** By what the customer pays: cash with its change, or F4 and one line for each tender. */
export function PaidBy({ counter, received, due }: Pick<SalePanelProps, 'counter' | 'received'> & { due: string }) {
  const words = useWords();
  const { t } = words;
  if (counter.tenders.length > 0) return <TenderLines lines={counter.tenders} change={counter.setTenders} due={due} digits={counter.digits} />;
  const given = parseAmount(counter.received, counter.digits);
  const unread = unreadSays(given, words);
  return (
    <>
    <div className="tender-row">
      <button type="button" className="quiet-button" data-testid="tender-other" onClick={counter.addTender}><kbd>F4</kbd> {t('tender.cash')}</button>
      <label htmlFor="received"><kbd>*</kbd> {t('counter.received')}</label>
      <input id="received" ref={received} data-testid="counter-received" inputMode="decimal" autoComplete="off" value={counter.received}
        data-unread={unread ? true : undefined} aria-invalid={unread ? true : undefined} aria-describedby={unread ? 'received-error' : undefined}
        onChange={(event) => counter.setReceived(keepAmountCharacters(event.target.value))} onFocus={(event) => event.target.select()} placeholder={words.decimal(due)}
        onBlur={() => { if (given.ok) counter.setReceived(inMark(given.value, words.language)); }} />
      <span>{t('counter.change')} <strong data-testid="counter-change">{words.decimal(given.ok ? changeOf(given.value, due) : '0.00')}</strong></span>
    </div>
    {unread && <p className="field-error" id="received-error">{unread}</p>}
    </>
  );
}

/** Why what is typed is no amount; nothing typed is nothing wrong. */
function unreadSays(given: ParsedAmount, words: Words): string | undefined {
  return given.ok || given.code === 'empty' ? undefined : amountSays(given, words);
}

/** In a task: cash, unless a button says otherwise. */
export function PaidOtherwise({ lines, change, due, digits }: LinesProps) {
  const { t } = useWords();
  if (lines.length > 0) return <TenderLines lines={lines} change={change} due={due} digits={digits} />;
  return <div className="tender-row"><button type="button" className="quiet-button" data-testid="tender-other" onClick={() => change(withOneMore(lines))}>{t('tender.other')}</button></div>;
}

interface LinesProps {
  lines: TenderLine[];
  change: (lines: TenderLine[]) => void;
  due: string;
  digits: number;
}

/** One line a tender. The first line without an amount takes what the others leave; Enter leads to a second one. */
function TenderLines({ lines, change, due, digits }: LinesProps) {
  const words = useWords();
  const { t } = words;
  const kinds = useTenders();
  const left = leftToPay(lines, due, digits);
  const rest = lines.findIndex((line) => line.amount.trim() === '');
  const put = (at: number, part: Partial<TenderLine>): void => change(lines.map((line, i) => (i === at ? { ...line, ...part } : line)));
  return (
    <div className="tender-lines" data-tenders role="group" aria-label={t('tender.paid_by')}>
      {lines.map((line, at) => {
        const kind = kinds.find((one) => one.name === line.tender);
        const needs = (kind?.reference_max ?? 0) > 0;
        const given = parseAmount(line.amount, digits);
        const unread = unreadSays(given, words);
        return (
          <div className="tender-line" key={at}>
            <select aria-label={t('tender.paid_by')} data-testid={`tender-${at}`} value={line.tender} autoFocus={at === 0} onChange={(event) => put(at, { tender: kinds[event.target.selectedIndex]!.name, reference: '' })}>
              {kinds.map((one) => <option key={one.name} value={one.name}>{t(`tender.${one.name}`)}</option>)}
            </select>
            {needs && (
              <input className="tender-reference" aria-label={t(`tender.reference.${line.tender}`)} placeholder={t(`tender.reference.${line.tender}`)} data-testid={`tender-reference-${at}`} required
                autoComplete="off" spellCheck={false} inputMode={kind?.letters === 'digits' ? 'numeric' : 'text'} maxLength={kind?.reference_max} value={line.reference}
                onChange={(event) => put(at, { reference: event.target.value.replace(kind?.letters === 'digits' ? /\D/g : /[^0-9A-Za-z-]/g, '') })} />
            )}
            <input className="tender-amount" aria-label={t('tender.amount')} data-testid={`tender-amount-${at}`} inputMode="decimal" autoComplete="off" autoFocus={at > 0} value={line.amount} required={at > rest && rest >= 0}
              placeholder={at > rest && rest >= 0 && line.amount.trim() === '' ? '' : left !== null && !left.startsWith('-') ? words.decimal(left) : t('tender.rest')}
              data-unread={unread ? true : undefined} aria-invalid={unread ? true : undefined} aria-describedby={unread ? `tender-error-${at}` : undefined}
              onChange={(event) => put(at, { amount: keepAmountCharacters(event.target.value) })} onFocus={(event) => event.target.select()}
              onBlur={() => { if (given.ok) put(at, { amount: inMark(given.value, words.language) }); }} />
            <button type="button" className="quiet-button" aria-label={t('tender.remove')} data-testid={`tender-remove-${at}`} onClick={() => change(lines.filter((_, i) => i !== at))}>×</button>
            {unread && <p className="field-error" id={`tender-error-${at}`}>{unread}</p>}
          </div>
        );
      })}
      <div className="tender-row">
        {lines.length < mostTenders && (
          <button type="button" className="quiet-button" data-testid="tender-more" onClick={() => change(withOneMore(lines))}><kbd>F4</kbd> {t('tender.more')}</button>
        )}
        {rest < 0 && left !== null && (
          <span className="tender-left">{left.startsWith('-') ? t('counter.change') : t('tender.left')} <strong data-testid="tender-left">{words.decimal(left.replace('-', ''))}</strong></span>
        )}
      </div>
    </div>
  );
}
