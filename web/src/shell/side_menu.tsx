import { useId, useState } from 'react';
import { Link, NavLink } from 'react-router';
import { useChosen } from '../table/chosen';
import { placeOf, useSaved } from '../table/saved';
import { useWords } from '../words/words';
import { Dialog } from './dialog';
import { addressOf, unfolded, type MenuGroup } from './menu';
import { openPalette } from './palette/open';
import type { SurfacePage } from './surface_page';
import { useNarrow } from './use_narrow';

interface Props { base: string; name: string; groups: MenuGroup[]; home: boolean; current: SurfacePage | undefined }

/** The menu: beside the page, or where there is no room a drawer. */
export function SideMenu(props: Props) {
  const { t } = useWords();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  if (!narrow) return <nav className="side-menu" aria-label={props.name} data-testid="office-menu"><Groups {...props} left={() => undefined} /></nav>;
  const close = (): void => setOpen(false);
  return (
    <div className="menu-bar">
      <button type="button" className="plain-button" aria-haspopup="dialog" aria-expanded={open} data-testid="menu-open" onClick={() => setOpen(true)}><span aria-hidden="true">☰</span> {t('nav.menu')}</button>
      <button type="button" className="plain-button" data-testid="menu-palette" onClick={openPalette}><Glass /> {t('palette.open')}</button>
      {open && <Dialog title={props.name} testid="menu-drawer" drawer close={close}><nav className="drawer-menu" aria-label={props.name}><Groups {...props} left={close} /></nav></Dialog>}
    </div>
  );
}

function Groups({ base, groups, home, current, left }: Props & { left: () => void }) {
  const { t } = useWords();
  const narrow = useNarrow();
  const [chosen, setChosen] = useChosen<Record<string, boolean>>('menu', {});
  const open = unfolded(groups, chosen, current);
  return (
    <>
      {!narrow && <button type="button" className="menu-find" data-testid="menu-palette" aria-keyshortcuts="Control+K" onClick={openPalette}><Glass /><span>{t('palette.open')}</span><kbd aria-hidden="true">Ctrl K</kbd></button>}
      {home && <NavLink to={base} end className="menu-home" data-testid="menu-overview" onClick={left}>{t('page.overview')}</NavLink>}
      {groups.map((group) => (
        <Group key={group.id} base={base} group={group} open={open.has(group.id)} fold={(next) => setChosen({ ...chosen, [group.id]: next })} left={left} here={current?.group === group.id} />
      ))}
    </>
  );
}

function Group({ base, group, open, fold, left, here }: { base: string; group: MenuGroup; open: boolean; fold: (open: boolean) => void; left: () => void; here: boolean }) {
  const { t } = useWords();
  const list = useId();
  return (
    <div className="menu-group">
      <h2>
        <button type="button" aria-expanded={open} aria-controls={list} className={here ? 'here' : undefined} data-testid={`menu-group-${group.id}`} onClick={() => fold(!open)}>
          <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2l4 4-4 4" /></svg>{t(`group.${group.id}`)}
        </button>
      </h2>
      <ul id={list} hidden={!open}>
        {group.pages.map((each) => <li key={each.id}><NavLink to={`${base}/${addressOf(each)}`} data-testid={`menu-${each.id}`} onClick={left}>{t(`page.${each.id}`)}</NavLink></li>)}
        {group.id === 'reports' && <Pinned left={left} />}
      </ul>
    </div>
  );
}

/** What this person, or whoever shares it with him, has pinned. */
function Pinned({ left }: { left: () => void }) {
  const pinned = (useSaved().data ?? []).filter((each) => each.pinned && each.document !== null);
  return <>{pinned.map((each) => <li key={each.number}><Link to={placeOf(each)} className="menu-pinned" data-testid={`menu-saved-${each.number}`} onClick={left}>{each.name}</Link></li>)}</>;
}

function Glass() {
  return <svg className="glass" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5L14 14" /></svg>;
}
