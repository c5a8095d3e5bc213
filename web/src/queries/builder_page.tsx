import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { get } from '../api/client';
import { SelectField } from '../form/fields';
import { useUnsaved } from '../form/unsaved';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { SaveDialog } from '../table/save_dialog';
import { useSaved, type Saved } from '../table/saved';
import { useWords } from '../words/words';
import { Answer } from './answer';
import { GroupEditor } from './condition_editor';
import { useDeclared } from '../office/declared';
import { begin, cleaned, type Query, type Subject } from './document';
import { firstColumns } from './first_columns';
import { listSaid, useNames } from './names';
import './queries.css';
import { sentence } from './sentence';
import { ShapeEditor } from './shape_editor';

/** So much of a question stands in an address; a longer one is saved, if it shall stay. */
const ADDRESS_MOST = 3_000;

/** Ask any list: which rows, put together by what. What was asked stands in the address: reload, Back and a copied link ask the same. */
export function QueryBuilderPage() {
  const [address] = useSearchParams();
  const subjects = useQuery({ queryKey: ['subjects'], queryFn: ({ signal }) => get<{ rows: Subject[] }>('/queries', signal).then((answer) => answer.rows), staleTime: 300_000 });
  const saved = useSaved();
  if (nothingToShow(subjects)) return <Failed problem={subjects.error} retry={() => void subjects.refetch()} />;
  if (!subjects.data || (address.get('saved') && !saved.data)) return <Loading />;
  const before = saved.data?.find((each) => each.kind === 'query' && String(each.number) === address.get('saved'));
  return <Builder key={before?.number ?? 0} subjects={subjects.data} before={before} />;
}

function asked(address: URLSearchParams): Query | null {
  try {
    return address.get('ask') ? (JSON.parse(address.get('ask')!) as Query) : null;
  } catch {
    return null;
  }
}

function Builder({ subjects, before }: { subjects: Subject[]; before?: Saved }) {
  const words = useWords();
  const { t } = words;
  const [address, setAddress] = useSearchParams();
  const [large, setLarge] = useState<Query | null>(null); // what no address can hold
  const shown = large ?? asked(address) ?? ((before?.document ?? null) as Query | null);
  const [draft, setDraft] = useState<Query | null>(shown);
  const [saving, setSaving] = useState<'new' | 'change' | null>(null);
  const names = useNames(subjects, words);
  const declared = useDeclared().data;
  const fresh = (of: Subject): Query => begin(of, firstColumns(of.subject, declared));
  const subject = subjects.find((each) => each.subject === draft?.subject);
  const choices = subjects.map((each) => ({ value: each.subject, label: listSaid(each.subject, words) })).sort((one, other) => one.label.localeCompare(other.label, words.language));
  const ask = (): void => {
    if (!draft) return;
    const wanted = cleaned(draft);
    const text = JSON.stringify(wanted);
    const fits = text.length <= ADDRESS_MOST;
    setLarge(fits ? null : wanted);
    setAddress((old) => { const next = new URLSearchParams(old); if (fits) next.set('ask', text); else next.delete('ask'); return next; });
  };
  const query = draft ? cleaned(draft) : null;
  useUnsaved(query !== null && subject !== undefined && ![shown, fresh(subject)].some((one) => one !== null && JSON.stringify(cleaned(one)) === JSON.stringify(query)));
  return (
    <div className="query-builder">
      {before && <h2 data-testid="query-name">{before.name}</h2>}
      <form className="query-form" onSubmit={(event) => { event.preventDefault(); ask(); }}>
        <SelectField id="query-subject" label={t('query.subject')} value={draft?.subject ?? ''} empty={t('form.choose')} choices={choices} testid="query-subject"
          change={(name) => { const found = subjects.find((each) => each.subject === name); setDraft(found ? fresh(found) : null); }} />
        {draft && subject && (
          <>
            <GroupEditor subjects={subjects} subject={draft.subject} node={groupOf(draft)} level={1} at="1" change={(where) => setDraft({ ...draft, where })} />
            <ShapeEditor subject={subject} query={draft} change={setDraft} />
          </>
        )}
        {query && <p className="query-said" data-testid="query-said" aria-live="polite"><span className="visually-hidden">{t('query.asked')}: </span>{sentence(query, names)}</p>}
        {query && (
          <div className="query-tools">
            <button type="submit" className="primary-button" data-testid="query-ask">{t('query.ask')}</button>
            {before?.own && <button type="button" className="plain-button" data-testid="query-change" onClick={() => setSaving('change')}>{t('saved.change')}</button>}
            <button type="button" className="plain-button" data-testid="query-save" onClick={() => setSaving('new')}>{t(before ? 'saved.save_as_new' : 'saved.save_query')}</button>
          </div>
        )}
      </form>
      {shown ? <Answer query={shown} name={before?.name ?? ''} subjects={subjects} /> : <p className="panel-quiet" data-testid="query-nothing-asked">{t('query.nothing_asked')}</p>}
      {saving && query && (
        <SaveDialog kind="query" subject={query.subject} document={{ query }} before={saving === 'change' ? before : undefined} start={before ? '' : sentence(query, names).slice(0, 80).trim()} close={() => setSaving(null)}
          done={(kept) => setAddress(kept ? { saved: String(kept.number) } : {})} />
      )}
    </div>
  );
}

/** The outermost conditions stand in a group, so that more can join them. */
function groupOf(query: Query): NonNullable<Query['where']> {
  const where = query.where ?? { all: [] };
  return where.all || where.any ? where : { all: [where] };
}
