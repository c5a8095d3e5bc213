import { NavLink } from 'react-router';
import { useSession, useShift } from '../api/hooks';
import { useWords } from '../words/words';
import { Bell } from './bell';
import { Lamps } from './lamps';
import { LanguageChoice } from './language_choice';
import { OperatorMenu } from './operator_menu';
import { atKeyOffice, may, worksAtCounter } from './permissions';
import { SearchBox } from './search_box';

/** Where one is, what is connected, who works here. */
export function TopBar({ lock }: { lock: () => void }) {
  const { t, time } = useWords();
  const session = useSession().data;
  const shift = useShift(Boolean(session?.till)).data?.shift; // nobody has a till at the key office
  const till = session?.till;
  const station = session?.stations?.find((each) => each.code === till?.station)?.name ?? till?.station;
  return (
    <div className="top-bar">
      <NavLink to="/" className="brand" aria-label="Kwota">KWOTA</NavLink>
      <nav aria-label={t('nav.main')}>
        {atKeyOffice(session) ? <NavLink to="/keys" data-testid="nav-keys">{t('nav.keys')}</NavLink> : (
          <>
            {worksAtCounter(session) && <NavLink to="/counter" data-testid="nav-counter">{t('nav.counter')}</NavLink>}
            <NavLink to="/office" data-testid="nav-office">{t('nav.office')}</NavLink>
            {session?.bench && may(session, 'bench') && <NavLink to="/bench" data-testid="nav-bench">{t('nav.bench')}</NavLink>}
          </>
        )}
      </nav>
      {till && (
        <p className="where" data-testid="where">
          <span>{station} · {t('nav.till', { code: till.code })}</span>
          <small>{shift ? t('nav.shift', { number: shift.number, time: time(shift.opened, 'clock') }) : t('shift.none')}</small>
        </p>
      )}
      {may(session, 'customers_read') && !atKeyOffice(session) ? <SearchBox /> : <span className="spring" />}
      <Lamps />
      <Bell />
      <LanguageChoice />
      <OperatorMenu lock={lock} />
    </div>
  );
}
