import { useSession } from '../api/hooks';
import { RegisterPage } from '../office/register_page';
import { VerifyNow } from '../office/system_pages';
import { may } from '../shell/permissions';

/** Every step in the life of a key: both persons, check value, version, reason. Only grows; each line holds the one before. */
export function JournalPage() {
  const session = useSession().data;
  return <RegisterPage def={{
    id: 'key-journal', path: '/keys/journal', key: ['number'], defaultSort: '-number', tools: may(session, 'verify') ? <VerifyNow /> : undefined,
    columns: [
      { id: 'number', kind: 'running' }, { id: 'time', kind: 'time' }, { id: 'what', prefix: 'key_event' }, { id: 'object', kind: 'object' }, { id: 'first' }, { id: 'second' }, { id: 'check_value' }, { id: 'version', kind: 'count' }, { id: 'reason' },
      { id: 'details', hidden: true },
    ],
  }} />;
}
