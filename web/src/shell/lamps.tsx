import { useLink, useReader, useSession } from '../api/hooks';
import { useWords } from '../words/words';
import { atKeyOffice } from './permissions';

/** Reader and server: a lamp and a word each. The key office has no till, and so no reader of one. */
export function Lamps() {
  const { t } = useWords();
  const session = useSession().data;
  const sells = session !== undefined && !atKeyOffice(session);
  const reader = useReader(sells).data;
  const { up } = useLink();
  // This till's own; where there is none to be had by anybody, any that is there.
  const first = reader?.readers.find((each) => each.name === reader.reader) ?? reader?.readers.find((each) => each.state !== 'offline') ?? reader?.readers[0];
  const state = first?.state === 'other_till' ? 'empty' : first?.state ?? 'offline';
  return (
    <div className="lamps">
      {sells && (
        <span className={`lamp ${state === 'offline' ? 'bad' : 'good'}`} data-testid="lamp-reader" data-state={state} title={first?.name}>
          <i aria-hidden="true" />{t(`lamp.reader_${state}`)}
        </span>
      )}
      <span className={`lamp ${up ? 'good' : 'bad'}`} data-testid="lamp-server" data-state={up ? 'up' : 'down'}>
        <i aria-hidden="true" />{up ? t('lamp.server_up') : t('lamp.server_down')}
      </span>
    </div>
  );
}
