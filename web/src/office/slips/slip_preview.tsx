import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type * as D from '../../api/described';
import { post } from '../../api/client';
import { ProblemNote } from '../../form/problem_note';
import { useSettled } from '../../form/settled';
import { GridText } from '../../shell/grid_text';
import { LANGUAGES } from '../../words/languages';
import { useWords } from '../../words/words';
import type { Line } from './layout';

const PAUSE_MS = 250;

/** A sample as the server itself draws it by these lines: both papers, in one language after the other. */
export function SlipPreview({ kind, lines, reprints }: { kind: string; lines: Line[]; reprints: boolean }) {
  const { t, language: own } = useWords();
  const [language, setLanguage] = useState<string>(own);
  const [reprint, setReprint] = useState(false);
  const asked = useSettled(JSON.stringify({ lines, reprint }), PAUSE_MS);
  const drawn = useQuery({
    queryKey: ['slip-preview', kind, asked],
    queryFn: () => post<{ slips: D.SlipPreview[] }>(`/slip-templates/${encodeURIComponent(kind)}/preview`, JSON.parse(asked)),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const papers = (drawn.data?.slips ?? []).filter((one) => one.language === language);
  return (
    <section className="slip-preview" aria-labelledby="slip-preview-head">
      <h3 id="slip-preview-head">{t('slips.preview')}</h3>
      <div className="slip-tools" role="group" aria-label={t('slips.preview_language')}>
        {LANGUAGES.map((one) => <button key={one.code} type="button" className="plain-button" lang={one.code} aria-pressed={language === one.code} data-testid={`preview-${one.code}`} onClick={() => setLanguage(one.code)}>{one.name}</button>)}
        {reprints && <label className="slip-reprint"><input type="checkbox" checked={reprint} data-testid="preview-reprint" onChange={(event) => setReprint(event.target.checked)} /> {t('slips.as_reprint')}</label>}
      </div>
      <ProblemNote problem={drawn.error} />
      <div className="slip-papers" data-testid="slip-papers" aria-busy={drawn.isFetching}>
        {papers.map((one) => (
          <figure key={one.width} className={drawn.isError ? 'slip-old' : undefined}>
            <figcaption>{t('slips.paper', { mm: one.width === 48 ? 80 : 58, columns: one.width })}</figcaption>
            <pre className="paper daylight" lang={one.language} tabIndex={0} role="region" aria-label={t('slips.paper', { mm: one.width === 48 ? 80 : 58, columns: one.width })} data-testid={`paper-${one.width}`}><GridText text={one.text} /></pre>
          </figure>
        ))}
      </div>
    </section>
  );
}
