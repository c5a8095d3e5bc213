import { useState, type ChangeEvent, type DragEvent } from 'react';
import { useWords } from '../words/words';
import './file_field.css';

interface Props {
  id: string;
  label: string;
  testid: string;
  note?: string;
  accept?: string;
  multiple?: boolean;
  disabled?: boolean;
  /** Called with at least one file; the same one may be given again. */
  take: (files: File[]) => void;
}

/** A file is chosen or dropped here. The browser's own field would speak the browser's language. */
export function FileField({ id, label, testid, note, accept, multiple = false, disabled = false, take }: Props) {
  const { t } = useWords();
  const [names, setNames] = useState<string[]>([]);
  const [over, setOver] = useState(false);
  const given = (files: File[]): void => {
    const some = multiple ? files : files.slice(0, 1);
    if (some.length === 0 || disabled) return;
    setNames(some.map((file) => file.name));
    take(some);
  };
  const chosen = (event: ChangeEvent<HTMLInputElement>): void => {
    given([...(event.target.files ?? [])]);
    event.target.value = '';
  };
  const dropped = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    given([...event.dataTransfer.files]);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {note && <p className="small quiet" id={`${id}-note`}>{note}</p>}
      <div className="file-drop" data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={dropped}>
        <input id={id} type="file" className="visually-hidden" accept={accept} multiple={multiple} disabled={disabled} aria-describedby={`${note ? `${id}-note ` : ''}${id}-chosen`} data-testid={testid} onChange={chosen} />
        <label htmlFor={id} className="plain-button">{t(multiple ? 'form.choose_files' : 'form.choose_file')}</label>
        <span id={`${id}-chosen`} className="file-chosen">{shown(names) || t(multiple ? 'form.or_drop_files' : 'form.or_drop')}</span>
      </div>
    </div>
  );
}

/** A folder may hold hundreds. */
function shown(names: string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} … (${names.length})` : names.join(', ');
}
