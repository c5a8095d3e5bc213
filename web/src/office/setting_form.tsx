import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { post } from '../api/client';
import { every } from '../api/lists';
import { useSession } from '../api/hooks';
import { AmountInput } from '../form/amount_input';
import { SelectField, TextArea, TextField, type Choice } from '../form/fields';
import { focusFirst } from '../form/focus_first';
import { Form } from '../form/form';
import { LookupField } from '../form/lookup_field';
import { useFourEyes } from '../form/use_four_eyes';
import { LANGUAGES } from '../words/languages';
import { codeName } from '../words/code_name';
import { useWords } from '../words/words';
import { digitsOf, nothingWanted, requestOf, type Setting, type SettingScope, type SettingStep, type Wanted } from './setting';

/** Where each member of the request is filled in. */
const FIELDS = { value: 'setting-new', scope: 'setting-scope', of: 'setting-of', from: 'setting-day', reason: 'setting-reason' };

/** Another value from a moment on. The second person reads exactly this, here or elsewhere. */
export function SettingForm({ setting, done }: { setting: Setting; done: (step: SettingStep) => void }) {
  const { t } = useWords();
  const [wanted, setWanted] = useState<Wanted>(nothingWanted);
  const set = (change: Partial<Wanted>): void => setWanted((now) => ({ ...now, ...change }));
  const digits = digitsOf(setting.kind, useSession().data?.utility?.minor_digits ?? 2);
  const request = requestOf(setting.name, wanted, digits);
  const eyes = useFourEyes<SettingStep>((approval) => post('/settings', { ...request, ...(approval ? { approval } : {}) }), (step) => { setWanted(nothingWanted); done(step); });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => focusFirst(form.current), []); // it comes later than the drawer, which gave the focus to its first button
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  const all = wanted.scope === 'utility';
  const value = { id: 'setting-new', label: t('setting.value'), value: wanted.value, change: (to: string) => set({ value: to }), testid: 'setting-new' };
  const choices = choicesOf(setting.kind, t);
  return (
    <Form formRef={form} className="drawer-section" testid="setting-form" send={eyes.go} busy={eyes.running} problem={eyes.problem} places={FIELDS}>
      <h3>{t('setting.change')}</h3>
      {choices ? <SelectField {...value} empty={t('form.choose')} choices={choices} />
        : digits === null ? <TextField {...value} note={t(`setting.${setting.kind}`)} /> : <AmountInput {...value} digits={digits} note={all ? undefined : t('setting.value_empty')} />}
      {setting.scopes.length > 1 && (
        <SelectField id="setting-scope" label={t('setting.for')} value={wanted.scope} change={(scope) => set({ scope: scope as SettingScope, of: '' })} testid="setting-scope"
          choices={setting.scopes.map((scope) => ({ value: scope, label: t(`setting.scope_name.${scope}`) }))} />
      )}
      {wanted.scope === 'usage_class' && <ClassField value={wanted.of} change={(of) => set({ of })} />}
      {wanted.scope === 'account' && <LookupField id={FIELDS.of} label={t('setting.account')} register="account_by_customer" value={wanted.of} change={(of) => set({ of })} testid="setting-account" />}
      <TextField id="setting-day" label={t('setting.from')} type="date" value={wanted.day} change={(day) => set({ day })} testid="setting-day" note={t('setting.from_empty')} />
      {wanted.day !== '' && <TextField id="setting-time" label={t('setting.from_time')} type="time" value={wanted.time} change={(time) => set({ time })} testid="setting-time" note={t('form.optional')} />}
      <TextArea id="setting-reason" label={t('setting.reason')} value={wanted.reason} change={(reason) => set({ reason })} testid="setting-reason" must />
      <div className="drawer-tools"><button type="submit" className="primary-button" data-testid="setting-ask" disabled={eyes.running}>{t('setting.ask')}</button></div>
    </Form>
  );
}

/** What there is to choose among; nothing: the value is typed. */
function choicesOf(kind: Setting['kind'], t: (key: string) => string): Choice[] | undefined {
  if (kind === 'yes_no') return [{ value: '1', label: t('word.yes') }, { value: '0', label: t('word.no') }];
  return kind === 'language' ? LANGUAGES.map(({ code, name }) => ({ value: code, label: name })) : undefined;
}

function ClassField({ value, change }: { value: string; change: (of: string) => void }) {
  const { t, language } = useWords();
  const classes = useQuery({ queryKey: ['list', 'codes', 'usage_class', 'in use'], queryFn: ({ signal }) => every('codes', 'sort=code&filter.kind=usage_class&filter.active=true', signal) });
  return (
    <SelectField id={FIELDS.of} label={t('setting.class')} value={value} change={change} testid="setting-class" empty="–"
      choices={(classes.data?.rows ?? []).map((row) => ({ value: row.code, label: codeName(row, language) }))} />
  );
}
