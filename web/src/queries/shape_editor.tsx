import { SelectField } from '../form/fields';
import { useWords, type Words } from '../words/words';
import { figureName, groupName, GROUPS_MOST, isGrouped, sortable, type Figure, type Query, type Subject } from './document';
import { fieldSaid } from './names';

interface Props { subject: Subject; query: Query; change: (query: Query) => void }

/** What is shown: rows with their columns, or groups with figures; and in which order. */
export function ShapeEditor(props: Props) {
  const { t } = useWords();
  const { subject, query, change } = props;
  const grouped = isGrouped(query);
  const choose = (value: 'rows' | 'groups'): void => {
    const { columns, groups, figures, sort, ...rest } = query;
    void groups; void figures; void sort; void columns;
    change(value === 'groups' ? { ...rest, groups: [], figures: [{ figure: 'count' }] } : { ...rest, columns: subject.fields.slice(0, 6).map((field) => field.name) });
  };
  return (
    <>
      <SelectField id="query-shape" label={t('query.show')} value={grouped ? 'groups' : 'rows'} change={choose} testid="query-shape"
        choices={[{ value: 'rows', label: t('query.as_rows') }, { value: 'groups', label: t('query.as_groups') }]} />
      {grouped ? <><Groups {...props} /><Figures {...props} /></> : <Columns {...props} />}
      <Sort {...props} />
    </>
  );
}

function Columns({ subject, query, change }: Props) {
  const words = useWords();
  const { t } = words;
  const columns = query.columns ?? [];
  const put = (fresh: string[]): void => change({ ...query, columns: fresh });
  const left = (index: number): void => put(columns.map((name, place) => (place === index - 1 ? columns[index]! : place === index ? columns[index - 1]! : name)));
  return (
    <fieldset className="field"><legend>{t('query.columns')}</legend>
      <ol className="query-columns">
        {columns.map((name, index) => {
          const said = fieldSaid(subject.subject, name, words);
          return (
            <li key={name} data-testid={`query-column-${name}`}>
              {index > 0 && <button type="button" className="quiet-button" aria-label={t('query.left', { name: said })} onClick={() => left(index)}>←</button>}
              <span>{said}</span>
              {columns.length > 1 && <button type="button" className="quiet-button" aria-label={t('query.drop', { name: said })} data-testid={`drop-${name}`} onClick={() => put(columns.filter((each) => each !== name))}>✕</button>}
            </li>
          );
        })}
      </ol>
      <SelectField id="query-add-column" label={t('query.add_column')} value="" change={(name) => { if (name) put([...columns, name]); }} testid="query-add-column" empty={t('form.choose')}
        choices={subject.fields.filter((field) => !columns.includes(field.name)).map((field) => ({ value: field.name, label: fieldSaid(subject.subject, field.name, words) }))} />
    </fieldset>
  );
}

function partSaid(list: string, field: string, part: string, words: Words): string {
  const said = fieldSaid(list, field, words);
  return part === '' ? said : `${said} · ${words.t(`query.part.${part}`)}`;
}

function Groups({ subject, query, change }: Props) {
  const words = useWords();
  const { t } = words;
  const groups = query.groups ?? [];
  const offered = subject.fields.flatMap((field) => field.parts.map((part) => ({ value: part ? `${field.name}.${part}` : field.name, label: partSaid(subject.subject, field.name, part, words) })));
  return (
    <fieldset className="field"><legend>{t('query.groups')}</legend>
      <ol className="query-columns">
        {groups.map((group) => {
          const said = partSaid(subject.subject, group.field, group.part ?? '', words);
          return <li key={groupName(group)} data-testid={`query-group-by-${groupName(group)}`}><span>{said}</span>
            <button type="button" className="quiet-button" aria-label={t('query.drop', { name: said })} onClick={() => change({ ...query, groups: groups.filter((each) => each !== group) })}>✕</button></li>;
        })}
      </ol>
      {groups.length < GROUPS_MOST && <SelectField id="query-add-group" label={t('query.add_group_by')} value="" testid="query-add-group" empty={t('form.choose')} choices={offered.filter((one) => !groups.some((group) => groupName(group) === one.value))}
        change={(name) => { const [field = '', part] = name.split('.'); if (field) change({ ...query, groups: [...groups, part ? { field, part } : { field }] }); }} />}
    </fieldset>
  );
}

export function figureSaid(list: string, figure: Figure, words: Words): string {
  const name = words.t(`query.figure.${figure.figure}`);
  return figure.field ? `${name} · ${fieldSaid(list, figure.field, words)}` : name;
}

function Figures({ subject, query, change }: Props) {
  const words = useWords();
  const { t } = words;
  const figures = query.figures ?? [];
  const offered: Figure[] = [{ figure: 'count' }, ...subject.fields.flatMap((field) => field.figures.map((figure) => ({ figure, field: field.name })))];
  return (
    <fieldset className="field"><legend>{t('query.figures')}</legend>
      <ol className="query-columns">
        {figures.map((figure) => (
          <li key={figureName(figure)} data-testid={`query-figure-${figureName(figure)}`}><span>{figureSaid(subject.subject, figure, words)}</span>
            <button type="button" className="quiet-button" aria-label={t('query.drop', { name: figureSaid(subject.subject, figure, words) })} onClick={() => change({ ...query, figures: figures.filter((each) => each !== figure) })}>✕</button></li>
        ))}
      </ol>
      <SelectField id="query-add-figure" label={t('query.add_figure')} value="" testid="query-add-figure" empty={t('form.choose')}
        choices={offered.filter((one) => !figures.some((figure) => figureName(figure) === figureName(one))).map((one) => ({ value: figureName(one), label: figureSaid(subject.subject, one, words) }))}
        change={(name) => { const found = offered.find((one) => figureName(one) === name); if (found) change({ ...query, figures: [...figures, found] }); }} />
    </fieldset>
  );
}

function Sort({ subject, query, change }: Props) {
  const words = useWords();
  const { t } = words;
  const sort = query.sort ?? '';
  const bare = sort.replace(/^-/, '');
  const label = (name: string): string => {
    const figure = query.figures?.find((each) => figureName(each) === name);
    const group = query.groups?.find((each) => groupName(each) === name);
    return figure ? figureSaid(subject.subject, figure, words) : group ? partSaid(subject.subject, group.field, group.part ?? '', words) : fieldSaid(subject.subject, name, words);
  };
  return (
    <div className="query-row">
      <SelectField id="query-sort" label={t('query.sort')} value={bare} change={(name) => change({ ...query, sort: name })} testid="query-sort" empty={t('query.sort_own')} choices={sortable(query).map((name) => ({ value: name, label: label(name) }))} />
      <label className="radio-row"><input type="checkbox" checked={sort.startsWith('-')} disabled={bare === ''} data-testid="query-descending" onChange={(event) => change({ ...query, sort: `${event.target.checked ? '-' : ''}${bare}` })} /> {t('query.descending')}</label>
    </div>
  );
}
