import { useRef, useState } from 'react';
import { post } from '../api/client';
import { newKey } from '../api/key';
import { FormActions } from '../form/form_actions';
import { SelectField } from '../form/fields';
import { Form, Must } from '../form/form';
import { Dialog } from '../shell/dialog';
import { useWords } from '../words/words';
import { ChoosePeople } from './choose_people';
import { nextSteps } from './steps';
import type { Ceremony, Tree } from './types';
import { useKeysChanged, usePeople } from './use_keys';

const USUAL = 4;
const FEWEST = 2;
const SUITES = ['3des', 'aes', 'sm4'];

/** The manager says what is formed and names the officers: four when nobody says otherwise. */
export function StartCeremony({ tree, close, started }: { tree: Tree; close: () => void; started: (number: number) => void }) {
  const { t, first } = useWords();
  const changed = useKeysChanged();
  const officers = usePeople('key_officer');
  const done = nextSteps(tree).filter((step) => step.state === 'done').map((step) => step.id);
  const [purpose, setPurpose] = useState<Ceremony['purpose']>(done.includes('ceremony') && !done.includes('transport') ? 'card_transport' : 'seed');
  const [suite, setSuite] = useState(SUITES[0]!);
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const key = useRef(newKey());
  const usual = purpose === 'seed' ? USUAL : FEWEST;
  const named = chosen ?? officers.slice(0, usual).map((person) => person.name);
  const submit = async (): Promise<void> => {
    setProblem(null);
    try {
      const made = await post<Ceremony>('/keys/ceremonies', { purpose, officers: named, suite }, { key: key.current });
      changed();
      started(made.number);
    } catch (why) {
      key.current = newKey();
      setProblem(why);
    }
  };
  return (
    <Dialog title={t('ceremony.start')} testid="start-ceremony" close={close}>
      <Form send={() => void submit()} problem={problem}>
        <p>{t(`ceremony.about_${purpose}`)}</p>
        <SelectField id="ceremony-purpose" label={t('column.purpose')} value={purpose} change={(next) => { setPurpose(next); setChosen(null); }} testid="ceremony-purpose"
          choices={(['seed', 'card_transport'] as const).map((value) => ({ value, label: first([`key_purpose.${value}`], value) }))} />
        <SelectField id="ceremony-suite" label={t('column.suite')} value={suite} change={setSuite} testid="ceremony-suite" choices={SUITES.map((value) => ({ value, label: first([`key_suite.${value}`], value) }))} />
        <ChoosePeople id="ceremony-officers" legend={t('ceremony.officers', { count: named.length })} people={officers} chosen={named} change={setChosen} testid="officer" />
        <Must id="officers-too-few" lacking={named.length < FEWEST} says={t('ceremony.too_few', { fewest: FEWEST })} />
        <FormActions go={t('ceremony.begin')} close={close} testid="ceremony-begin" />
      </Form>
    </Dialog>
  );
}
