import type { Session, Way } from '../api/types';

/** Whether the operator may. The server decides; the console only hides what would be refused. */
export function may(session: Session | undefined, permission: string): boolean {
  return session?.operator?.permissions.includes(permission) ?? false;
}

export function mayAny(session: Session | undefined, permissions: string[]): boolean {
  return permissions.length === 0 || permissions.some((permission) => may(session, permission));
}

/** Whether this utility sells in one of these ways (System · Settings). What somebody has already he keeps: its pages open by their address. */
export function uses(session: Session | undefined, ways?: Way[]): boolean {
  const used = session?.utility?.ways;
  return !ways || !used || ways.some((way) => used.includes(way));
}

/** Which program answers here: the key office has doors of its own, and none of those at which something is sold. */
export function atKeyOffice(session: Session | undefined): boolean {
  return session?.key_office === true;
}

/** Whose place is the counter: who sells there, and who writes service cards at its reader. */
export const PLACE_AT_COUNTER = ['sell', 'tool_cards'];
export const worksAtCounter = (session: Session | undefined): boolean => mayAny(session, PLACE_AT_COUNTER);
