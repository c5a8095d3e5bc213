import { useEffect, useState, type KeyboardEvent } from 'react';
import type * as D from '../../api/described';
import { SelectField, TextField } from '../../form/fields';
import { Form, Must } from '../../form/form';
import { Tag } from '../../shell/marks';
import { useWords } from '../../words/words';
import { addable, ownText, partOf, type Change, type Draft, type Fact, type Line, type Placed } from './layout';

interface Props { template: D.SlipTemplate; draft: Draft; dispatch: (change: Change) => void; changes: boolean }

/** The lines of a slip from top to bottom: each opens for its condition and look; keys move it and take it off. */
export function SlipLines({ template, draft, dispatch, changes }: Props) {
  const { t } = useWords();
  useEffect(() => { if (draft.focus !== null) document.getElementById(draft.focus)?.focus(); }, [draft.focus, draft.lines]);
  const moved = draft.lines.findIndex((one) => draft.focus?.startsWith(partOf(one.id, '')));
  return (
    <section aria-labelledby="slip-lines-head">
      <h3 id="slip-lines-head">{t('slips.lines', { count: draft.lines.length, most: template.most })}</h3>
      {changes && <p className="small quiet" id="slip-keys">{t('slips.keys')}</p>}
      <ol className="slip-lines" data-testid="slip-lines">
        {draft.lines.map((placed, at) => (
          <SlipLine key={placed.id} placed={placed} at={at} last={at === draft.lines.length - 1} facts={template.facts} conditions={template.conditions} open={draft.chosen === placed.id} dispatch={dispatch} changes={changes} />
        ))}
      </ol>
      <p className="visually-hidden" role="status">{moved >= 0 ? t('slips.now_at', { at: moved + 1, count: draft.lines.length }) : ''}</p>
      {changes && <AddLine facts={addable(template.facts, draft)} full={draft.lines.length >= template.most} add={(fact) => dispatch({ do: 'add', fact })} />}
    </section>
  );
}

type When = NonNullable<Line['when']>;
interface LineProps { placed: Placed; at: number; last: boolean; facts: Fact[]; conditions: When[]; open: boolean; dispatch: (change: Change) => void; changes: boolean }

function SlipLine({ placed: { id, line }, at, last, facts, conditions, open, dispatch, changes }: LineProps) {
  const { t, language } = useWords();
  const fact = facts.find((one) => one.fact === line.fact);
  const stays = fact?.stays ?? false;
  const own = ownText(line, language);
  const name = own || t(`slip_fact.${line.fact}`);
  const move = (by: -1 | 1, part: string): void => dispatch({ do: 'move', id, by, part });
  const keys = (event: KeyboardEvent): void => {
    if (!changes) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      move(event.key === 'ArrowUp' ? -1 : 1, 'name');
    } else if (event.key === 'Delete' && !stays) {
      event.preventDefault();
      dispatch({ do: 'remove', id });
    }
  };
  return (
    <li className="slip-line" data-testid={`line-${at + 1}`} data-fact={line.fact}>
      <div className="slip-line-head">
        <span className="slip-line-at" aria-hidden="true">{at + 1}</span>
        <span className="slip-line-name">
          <button type="button" id={partOf(id, 'name')} className="row-link" aria-expanded={open} aria-describedby={changes ? 'slip-keys' : undefined} data-testid={`line-name-${at + 1}`} onClick={() => dispatch({ do: 'choose', id })} onKeyDown={keys}>
            <span className={line.emphasis === 'strong' ? 'slip-strong' : undefined}>{name}</span>
          </button>
          {stays && <Tag tone="plain">{t('slips.stays')}</Tag>}
          {line.when && line.when !== 'always' && <Tag tone="info">{t(`slip_condition.${line.when}`)}</Tag>}
        </span>
        {changes && (
          <span className="slip-line-keys">
            <LineKey id={partOf(id, 'up')} sign="↑" label={t('slips.up', { name })} off={at === 0} press={() => move(-1, 'up')} testid={`up-${at + 1}`} />
            <LineKey id={partOf(id, 'down')} sign="↓" label={t('slips.down', { name })} off={last} press={() => move(1, 'down')} testid={`down-${at + 1}`} />
            <LineKey id={partOf(id, 'off')} sign="✕" label={t('slips.off', { name })} off={stays} press={() => dispatch({ do: 'remove', id })} testid={`off-${at + 1}`} />
          </span>
        )}
      </div>
      {open && <LineLook id={id} line={line} form={fact?.form ?? 'text'} stays={stays} conditions={conditions} changes={changes} set={(to) => dispatch({ do: 'set', id, to })} />}
    </li>
  );
}

/** It stays under the keyboard where it can do nothing. */
function LineKey({ id, sign, label, off, press, testid }: { id: string; sign: string; label: string; off: boolean; press: () => void; testid: string }) {
  return <button type="button" id={id} className="quiet-button" aria-label={label} title={label} aria-disabled={off || undefined} data-testid={testid} onClick={() => { if (!off) press(); }}>{sign}</button>;
}

interface LookProps { id: number; line: Line; form: Fact['form']; stays: boolean; conditions: When[]; changes: boolean; set: (to: Partial<Line>) => void }

/** When the line is drawn, how it looks, and what it says where it is a text of the utility's own. */
function LineLook({ id, line, form, stays, conditions, changes, set }: LookProps) {
  const { t } = useWords();
  const choices = <Word extends string>(family: string, words: readonly Word[]) => words.map((value) => ({ value, label: t(`${family}.${value}`) }));
  return (
    <fieldset className="slip-look" disabled={!changes}>
      <legend className="visually-hidden">{t('slips.look')}</legend>
      {line.fact === 'own_text' && ([['text_zh', '中文'], ['text_en', 'English'], ['text_ru', 'Русский']] as const).map(([part, language]) => (
        <TextField key={part} id={partOf(id, part)} label={t('slips.text_in', { language })} value={line[part] ?? ''} change={(text) => set({ [part]: text })} testid={`own-${part}`} />
      ))}
      {stays ? <p className="small quiet">{t('slips.stays_always')}</p>
        : <SelectField id={partOf(id, 'when')} label={t('slips.when')} value={line.when ?? 'always'} change={(when) => set({ when })} testid="line-when" choices={choices('slip_condition', conditions)} />}
      {form === 'text' && <SelectField id={partOf(id, 'align')} label={t('slips.align')} value={line.align ?? 'left'} change={(align) => set({ align })} testid="line-align" choices={choices('slip_align', ['left', 'centre'] as const)} />}
      {(form === 'text' || form === 'pair') && <SelectField id={partOf(id, 'emphasis')} label={t('slips.emphasis')} value={line.emphasis ?? 'plain'} change={(emphasis) => set({ emphasis })} testid="line-emphasis" choices={choices('slip_emphasis', ['plain', 'strong'] as const)} />}
    </fieldset>
  );
}

function AddLine({ facts, full, add }: { facts: Fact[]; full: boolean; add: (fact: Fact['fact']) => void }) {
  const { t } = useWords();
  const [fact, setFact] = useState<Fact['fact']>('own_text');
  const chosen = facts.some((one) => one.fact === fact) ? fact : 'own_text';
  return (
    <Form className="slip-add" send={() => add(chosen)}>
      <SelectField id="slip-add" label={t('slips.add')} value={chosen} change={setFact} testid="slip-add" choices={facts.map((one) => ({ value: one.fact, label: t(`slip_fact.${one.fact}`) }))} />
      <button type="submit" className="plain-button" data-testid="slip-add-go">{t('slips.add_go')}</button>
      <Must id="slip-full" lacking={full} says={t('slips.full')} />
    </Form>
  );
}
