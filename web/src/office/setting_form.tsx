import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { post } from '../api/client';
import { every } from '../api/every';
import { SelectField, TextArea, TextField } from '../form/fields';
import { ProblemNote } from '../form/problem_note';
import { useFourEyes } from '../form/use_four_eyes';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { isText, nothingWanted, requestOf, type Setting, type SettingScope, type SettingStep, type Wanted } from './setting';

/** Another value from a moment on. The second person reads exactly this, here or elsewhere. */
export function SettingForm({ setting, done }: { setting: Setting; done: () => void }) {
  const { t } = useWords();
  const [wanted, setWanted] = useState<Wanted>(nothingWanted);
  const set = (change: Partial<Wanted>): void => setWanted((now) => ({ ...now, ...change }));
  const request = requestOf(setting.name, wanted, isText(setting.kind));
  const eyes = useFourEyes<SettingStep>((approval) => post('/settings', { ...request, ...(approval ? { approval } : {}) }), () => { setWanted(nothingWanted); done(); });
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    eyes.go();
  };
  const all = wanted.scope === 'utility';
  return (
    <form className="drawer-section" data-testid="setting-form" onSubmit={send}>
      <h3>{t('setting.change')}</h3>
      <ProblemNote problem={eyes.problem} />
      {setting.kind === 'yes_no' ? <SelectField id="setting-new" label={t('setting.value')} value={wanted.value} change={(value) => set({ value })} testid="setting-new" empty={t('form.choose')} choices={[{ value: '1', label: t('word.yes') }, { value: '0', label: t('word.no') }]} />
        : <TextField id="setting-new" label={t('setting.value')} value={wanted.value} change={(value) => set({ value })} testid="setting-new" note={isText(setting.kind) ? t(`setting.${setting.kind}`) : all ? undefined : t('setting.value_empty')} />}
      {setting.scopes.length > 1 && (
        <SelectField id="setting-scope" label={t('setting.for')} value={wanted.scope} change={(scope) => set({ scope: scope as SettingScope, of: '' })} testid="setting-scope"
          choices={setting.scopes.map((scope) => ({ value: scope, label: t(`setting.scope_name.${scope}`) }))} />
      )}
      {wanted.scope === 'usage_class' && <ClassField value={wanted.of} change={(of) => set({ of })} />}
      {wanted.scope === 'account' && <TextField id="setting-account" label={t('setting.account')} value={wanted.of} change={(of) => set({ of })} testid="setting-account" />}
      <TextField id="setting-day" label={t('setting.from')} type="date" value={wanted.day} change={(day) => set({ day })} testid="setting-day" note={t('setting.from_empty')} />
      {wanted.day !== '' && <TextField id="setting-time" label={t('setting.from_time')} type="time" value={wanted.time} change={(time) => set({ time })} testid="setting-time" note={t('form.optional')} />}
      <TextArea id="setting-reason" label={t('setting.reason')} value={wanted.reason} change={(reason) => set({ reason })} testid="setting-reason" />
      <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="setting-ask" disabled={eyes.running || request['reason'] === ''}>{t('setting.ask')}</button></div>
    </form>
  );
}

function ClassField({ value, change }: { value: string; change: (of: string) => void }) {
  const { t, language } = useWords();
  const classes = useQuery({ queryKey: ['list', 'codes', 'usage_class', 'in use'], queryFn: ({ signal }) => every<Row>('/codes?sort=code&filter.kind=usage_class&filter.active=true', signal) });
  return (
    <SelectField id="setting-class" label={t('setting.class')} value={value} change={change} testid="setting-class" empty="–"
      choices={(classes.data?.rows ?? []).map((row) => ({ value: String(row['code']), label: String(row[`name_${language}`] || row['code']) }))} />
  );
}
