import { SelectField, TextField } from '../form/fields';
import { useWords } from '../words/words';
import { isMeterOrAny, lastDayWanted, type ForMeters } from './for_meters';
import type { Campaign } from './types';

interface Props { value: ForMeters; change: (next: ForMeters) => void; versions: number[]; campaign: Campaign | undefined; tried: boolean }

/** For which meters a card is, what they hold now, and how long it is good. */
export function ForMetersFields({ value, change, versions, campaign, tried }: Props) {
  const { t } = useWords();
  const note = campaign?.state !== 'running' ? 'key_issue.last_day_usual' : lastDayWanted(campaign) ? undefined : 'key_issue.last_day_campaign';
  return (
    <>
      <TextField id="issue-meter" label={t('key_issue.meter')} note={t('key_issue.meter_note')} value={value.meter} change={(meter) => change({ ...value, meter })} testid="key-card-meter" error={tried && !isMeterOrAny(value.meter) ? t('key_issue.bad_meter') : undefined} />
      <div className="two-columns">
        <SelectField id="issue-meters-version" label={t('key_issue.meters_version')} value={value.version} change={(version) => change({ ...value, version })} testid="key-card-meters-version"
          choices={versions.map((version) => ({ value: String(version), label: t('key_tree.version', { version }) }))} />
        <TextField id="issue-last-day" label={t('key_issue.last_day')} note={note && t(note)} type="date" value={value.lastDay} change={(lastDay) => change({ ...value, lastDay })} testid="key-card-last-day"
          error={tried && lastDayWanted(campaign) && value.lastDay === '' ? t('form.must_fill') : undefined} />
      </div>
    </>
  );
}
