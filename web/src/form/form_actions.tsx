import { CancelButton } from './cancel_button';

interface Props {
  go: string;              // what sending does, as its button says it
  close: () => void;
  testid: string;
  cancelTestid?: string;
}

/** The foot of a form in a dialog: it is sent, or left without saving. */
export function FormActions({ go, close, testid, cancelTestid }: Props) {
  return (
    <div className="form-actions">
      <button type="submit" className="primary-button" data-testid={testid}>{go}</button>
      <CancelButton close={close} testid={cancelTestid} />
    </div>
  );
}
