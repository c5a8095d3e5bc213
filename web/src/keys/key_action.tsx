import { useId, useRef, useState, type ReactNode } from 'react';
import { newKey } from '../api/key';
import { asProblem } from '../api/problem';
import { FormActions } from '../form/form_actions';
import type { Asked } from '../form/four_eyes';
import { TextField } from '../form/fields';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { Dialog } from '../shell/dialog';
import { useWords } from '../words/words';
import { useKeysChanged } from './use_keys';

/** What is sent: the reason, and the number under which a second person has agreed. */
export interface Sent { reason: string; approval?: number; key: string }

interface Props<Answer> {
  /** The verb on the button and over the dialog. */
  label: string;
  /** One sentence: what will be done to what. */
  what: string;
  testid: string;
  send: (sent: Sent) => Promise<Answer | Asked>;
  done?: (answer: Answer) => void;
  primary?: boolean;
  /** Without a reason the change explains itself. */
  noReason?: boolean;
  /** Further fields, and whether they are filled. */
  children?: ReactNode;
  ready?: () => boolean;
}

/** A change of keys: what will happen, why, and the second person – in one dialog. */
export function KeyAction<Answer>(props: Props<Answer>) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={props.primary ? 'primary-button' : 'plain-button'} data-testid={props.testid} onClick={() => setOpen(true)}>{props.label}</button>
      {open && <ActionDialog {...props} close={() => setOpen(false)} />}
    </>
  );
}

function ActionDialog<Answer>({ label, what, testid, send, done, noReason, children, ready, close }: Props<Answer> & { close: () => void }) {
  const { t } = useWords();
  const changed = useKeysChanged();
  const id = useId();
  const [reason, setReason] = useState('');
  const key = useRef(newKey());
  const eyes = useFourEyes<Answer>(async (approval) => {
    try {
      const answer = await send({ reason: reason.trim(), approval, key: key.current });
      key.current = newKey();
      return answer;
    } catch (why) {
      // Without an answer the same key asks again: done once, however often it is asked.
      if (!asProblem(why).isSilence) key.current = newKey();
      throw why;
    }
  }, (answer) => {
    changed();
    close();
    done?.(answer);
  });
  return (
    <Dialog title={label} testid={`${testid}-dialog`} close={close}>
      {eyes.second}
      {eyes.running && !eyes.second && <p role="status" className="note" data-testid={`${testid}-running`}>{t('key_tree.running')} {what}</p>}
      {!eyes.second && (
        <Form hidden={eyes.running} check={ready} send={eyes.go} busy={eyes.running} problem={eyes.problem}>
          <p>{what}</p>
          {children}
          {!noReason && <TextField id={`${id}-reason`} label={t('word.reason')} value={reason} change={setReason} testid={`${testid}-reason`} must />}
          <FormActions go={label} close={close} testid={`${testid}-send`} cancelTestid={`${testid}-cancel`} />
        </Form>
      )}
    </Dialog>
  );
}
