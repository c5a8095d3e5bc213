import { PUMP_PARAMETERS } from '../../api/pump_parameters';
import { SelectField, TextField } from '../../form/fields';
import { useWords } from '../../words/words';
import type { FieldOrDays, Fields, Lack } from './orders';

interface Props { name: FieldOrDays; fields: Fields; change: (value: string) => void; lack: Lack | undefined }

/** One field of a tool card's order: what it asks, between which values, and what it lacks. */
export function ToolField({ name, fields, change, lack }: Props) {
  const { t } = useWords();
  const props = { id: `pump-tool-${name}`, value: fields[name] ?? '', change, testid: `pump-tool-${name}`, error: lack ? t(`pump_tool.wrong.${lack.key}`, lack.values) : undefined };
  const type = name === 'day' ? 'date' : name === 'time' ? 'time' : 'text';
  if (name === 'parameter') {
    return <SelectField {...props} label={t('pump_tool.field.parameter')} empty={t('form.choose')}
      choices={PUMP_PARAMETERS.map((row, index) => ({ value: String(index + 1), label: t(`pump_tool.parameter.${row.word}`) }))} />;
  }
  const row = name === 'value' ? PUMP_PARAMETERS[Number(fields['parameter']) - 1] : undefined;
  const note = row ? t('pump_tool.range', { least: row.least, most: row.most }) : undefined;
  return <TextField {...props} label={t(`pump_tool.field.${name}`)} type={type} note={note} />;
}
