import type { Session } from '../api/types';

/** Whether the operator may. The server decides; the console only hides what would be refused. */
export function may(session: Session | undefined, permission: string): boolean {
  return session?.operator?.permissions.includes(permission) ?? false;
}

export function mayAny(session: Session | undefined, permissions: string[]): boolean {
  return permissions.length === 0 || permissions.some((permission) => may(session, permission));
}

/** Officers, managers and auditors of keys have a surface of their own; nobody else sees it. */
export function handlesKeys(session: Session | undefined): boolean {
  return mayAny(session, ['keys_read', 'key_journal_read']);
}
