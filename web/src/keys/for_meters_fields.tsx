import { SelectField, TextField } from '../form/fields';
import { useWords } from '../words/words';
import type { IssuedKind } from './card_kinds';
import { lastDayNote, lastDayWanted, meterFlaw, type ForMeters } from './for_meters';
import type { Campaign } from './types';

interface Props { kind: IssuedKind; value: ForMeters; change: (next: ForMeters) => void; versions: number[]; campaign: Campaign | undefined; tried: boolean }

/** For which meters a card is, what they hold now, and how long it is good. */
export function ForMetersFields({ kind, value, change, versions, campaign, tried }: Props) {
  const { t } = useWords();
  const note = lastDayNote(kind, campaign);
  const flaw = tried ? meterFlaw(kind, value.meter) : undefined;
  return (
    <>
      <TextField id="issue-meter" label={t('key_issue.meter')} note={t(kind === 'clear' ? 'field_note.meter_number' : 'key_issue.meter_note')} value={value.meter} change={(meter) => change({ ...value, meter })} testid="key-card-meter" error={flaw && t(flaw)} />
      <div className="two-columns">
        <SelectField id="issue-meters-version" label={t('key_issue.meters_version')} value={value.version} change={(version) => change({ ...value, version })} testid="key-card-meters-version"
          choices={versions.map((version) => ({ value: String(version), label: t('key_tree.version', { version }) }))} />
        <TextField id="issue-last-day" label={t('key_issue.last_day')} note={note && t(note)} type="date" value={value.lastDay} change={(lastDay) => change({ ...value, lastDay })} testid="key-card-last-day"
          error={tried && lastDayWanted(kind, campaign) && value.lastDay === '' ? t('form.must_fill') : undefined} />
      </div>
    </>
  );
}
