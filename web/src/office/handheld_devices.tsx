import type { HandheldStatus } from '../api/row_words';
import { says } from '../words/says';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client';
import { useSession } from '../api/hooks';
import { SelectField, TextArea, TextField } from '../form/fields';
import { FileField } from '../form/file_field';
import { Form } from '../form/form';
import { useFourEyes } from '../form/use_four_eyes';
import { may } from '../shell/permissions';
import type { Row } from '../table/register_table';
import { useWords } from '../words/words';
import { METERS } from './columns/meters';
import { RegisterPage } from './register_page';
import { useChoices } from './use_choices';
import { useCodes } from './use_codes';

// Whose hand-overs the office believes: two persons stand behind a handheld's key; a lost one is withdrawn at once, by one.

export function Devices() {
  const session = useSession().data;
  return (
    <>
      {may(session, 'handheld_certify') && <Certify />}
      <RegisterPage def={{
        id: 'handhelds', path: '/handhelds', key: ['number'], defaultSort: 'number',
        columns: METERS.handhelds,
        more: (row, refresh) => <Withdraw row={row} done={refresh} />,
      }} />
    </>
  );
}

const EMPTY = { name: '', station: '', maker: '', public_key: '' };

/** The handheld gives its public key as a file; the second person reads its name and its key's number. */
function Certify() {
  const { t } = useWords();
  const cache = useQueryClient();
  const stations = useChoices('/stations', 'code');
  const makers = useCodes('handheld_maker');
  const [wanted, setWanted] = useState(EMPTY);
  const [certified, setCertified] = useState('');
  const set = (change: Partial<typeof EMPTY>): void => setWanted((now) => ({ ...now, ...change }));
  const done = (row: Row): void => {
    setWanted(EMPTY);
    setCertified(String(row['number']));
    void cache.invalidateQueries({ queryKey: ['list'] });
  };
  const body = { name: wanted.name.trim(), station: wanted.station, maker: wanted.maker, public_key: wanted.public_key.replace(/\s/g, '') };
  const eyes = useFourEyes<Row>((approval) => post<Row>('/handhelds', { ...body, ...(approval ? { approval } : {}) }), done);
  const take = async (file: File | undefined): Promise<void> => {
    if (file) set({ public_key: (await file.text()).trim() });
  };
  if (eyes.second) return <section className="drawer-section">{eyes.second}</section>;
  const send = (): void => {
    setCertified('');
    eyes.go();
  };
  return (
    <Form className="import-box" testid="certify-form" send={send} busy={eyes.running} problem={eyes.problem}>
      <h2>{t('handheld.certify')}</h2>
      <p className="small quiet">{t('handheld.certify_note')}</p>
      {certified && <p className="note" role="status" data-testid="certified">{t('handheld.certified', { number: certified })}</p>}
      <TextField id="handheld-name" label={t('column.name')} value={wanted.name} change={(name) => set({ name })} testid="handheld-name" must />
      <SelectField id="handheld-station" label={t('column.station')} value={wanted.station} change={(station) => set({ station })} testid="handheld-station" must empty="–" choices={stations} />
      <SelectField id="handheld-maker" label={t('column.maker')} value={wanted.maker} change={(maker) => set({ maker })} testid="handheld-maker" empty="–" choices={makers} />
      <FileField id="handheld-key-file" label={t('handheld.key_file')} testid="handheld-key-file" take={([file]) => void take(file)} />
      <TextArea id="handheld-key" label={t('handheld.public_key')} value={wanted.public_key} change={(public_key) => set({ public_key })} testid="handheld-key" lines must />
      <div className="drawer-tools">
        <button type="submit" className="primary-button" data-testid="handheld-certify" disabled={eyes.running}>{t('handheld.certify')}</button>
      </div>
    </Form>
  );
}

function Withdraw({ row, done }: { row: Row; done: () => void }) {
  const { t } = useWords();
  const session = useSession().data;
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  if (!says<HandheldStatus>(row['state'], 'certified') || !may(session, 'handheld_certify')) return null;
  const send = (): void => {
    post(`/handhelds/${encodeURIComponent(String(row['number']))}/withdraw`, { reason }).then(() => { setProblem(null); done(); }, setProblem);
  };
  return (
    <Form className="drawer-section" testid="withdraw-form" send={send} problem={problem}>
      <h3>{t('handheld.withdraw')}</h3>
      <p className="quiet">{t('handheld.withdraw_note')}</p>
      <TextField id="withdraw-reason" label={t('column.reason')} value={reason} change={setReason} testid="withdraw-reason" must />
      <div className="drawer-tools"><button type="submit" className="plain-button" data-testid="handheld-withdraw">{t('handheld.withdraw')}</button></div>
    </Form>
  );
}
