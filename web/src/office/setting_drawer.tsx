import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/client';
import { useSession } from '../api/hooks';
import { Dialog } from '../shell/dialog';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { useWords, type Words } from '../words/words';
import { isText, settingText, type Setting, type SettingRow, type SettingStep } from './setting';
import { TestLetter } from './letters_page';
import { SettingForm } from './setting_form';
import { SettingHistory } from './setting_history';

/** One setting: what counts and for whom, another value, and what it was before. */
export function SettingDrawer({ name, close }: { name: string; close: () => void }) {
  const { t } = useWords();
  const one = useQuery({ queryKey: ['settings', name], queryFn: ({ signal }) => get<Setting>(`/settings/${encodeURIComponent(name)}`, signal) });
  return (
    <Dialog title={one.data ? t(`setting.name.${one.data.name}`) : t('page.settings')} testid="drawer" drawer close={close}>
      {nothingToShow(one) && <Failed problem={one.error} retry={() => void one.refetch()} />}
      {!one.data && !one.isError && <Loading />}
      {one.data && <Open setting={one.data} />}
    </Dialog>
  );
}

function Open({ setting }: { setting: Setting }) {
  const words = useWords();
  const { t } = words;
  const session = useSession().data;
  const cache = useQueryClient();
  const ofOneStation = Boolean(session?.operator?.station);
  const changes = may(session, setting.permission) && !ofOneStation;
  const [said, setSaid] = useState('');
  const refresh = (): void => { for (const what of ['settings', 'session', 'approvals']) void cache.invalidateQueries({ queryKey: [what] }); };
  const value = (step: SettingStep): string => settingText(words, setting.kind, step.value);
  const changed = (step: SettingStep): void => {
    setSaid(t(step.state === 'coming' ? 'setting.changed_from' : 'setting.changed_now', { value: value(step), time: words.time(step.in_force, 'minute') }));
    refresh();
  };
  const withdrawn = (step: SettingStep): void => {
    setSaid(t('setting.withdrawn_now', { value: value(step), time: words.time(step.in_force, 'minute') }));
    refresh();
  };
  const why = ofOneStation && may(session, setting.permission) ? 'setting.only_utility' : 'setting.read_only';
  return (
    <>
      <dl className="row-facts" data-testid="row-facts">
        <div><dt>{t('setting.column.value')}</dt><dd data-testid="setting-value">{settingText(words, setting.kind, setting.value)}</dd></div>
        <div><dt>{t('setting.column.since')}</dt><dd>{setting.since ? words.time(setting.since, 'minute') : t('setting.usual')}</dd></div>
        {setting.narrower.map((row) => <div key={row.number}><dt>{whose(t, row)}</dt><dd data-testid={`narrower-${row.of}`}>{settingText(words, setting.kind, row.value)}</dd></div>)}
      </dl>
      {!isText(setting.kind) && <p className="quiet">{bounds(words, setting)}</p>}
      <p role="status" className={said ? 'good-note' : 'visually-hidden'} data-testid="setting-said">{said}</p>
      {changes ? <SettingForm setting={setting} done={changed} /> : <p className="note">{t(why)}</p>}
      {['relay', 'mail_address', 'mail_user', 'gateway'].includes(setting.kind) && may(session, 'letters_write') && <section className="drawer-section"><h3>{t('letters.test')}</h3><TestLetter /></section>}
      <SettingHistory setting={setting} changes={changes} withdrawn={withdrawn} />
    </>
  );
}

function whose(t: (key: string, values?: Record<string, unknown>) => string, row: SettingRow): string {
  return t(`setting.scope.${row.scope}`, { of: row.of });
}

/** How far it goes, and what 0 means where 0 may be set. */
function bounds(words: Words, { kind, least, most, zero }: Setting): string {
  const [from, to] = [least, most].map((value) => settingText(words, kind, value)) as [string, string];
  return Number(least) > 0 ? words.t('setting.bounds_above', { least: from, most: to }) : words.t('setting.bounds', { least: from, most: to, zero: words.t(`setting.zero.${zero}`) });
}
