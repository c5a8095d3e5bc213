import { lazy } from 'react';
import type { SurfacePage } from '../shell/surface';

/** The pages of the key office: a surface of its own, for people who neither sell nor keep operators. */
export const KEY_PAGES: SurfacePage[] = [
  { id: 'key-tree', at: 'tree', group: 'key_tree', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./tree_page')).TreePage })) },
  { id: 'key-ceremony', at: 'ceremony', group: 'key_tree', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./ceremony_page')).CeremonyPage })) },
  { id: 'key-backup', at: 'backup', group: 'key_tree', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./backup_page')).BackupPage })) },
  { id: 'key-devices', at: 'devices', group: 'key_field', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./devices_page')).DevicesPage })) },
  { id: 'key-campaigns', at: 'campaigns', group: 'key_field', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./campaigns_page')).CampaignsPage })) },
  { id: 'key-vaults', at: 'vaults', group: 'key_watch', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./vaults_page')).VaultsPage })) },
  { id: 'approvals', group: 'key_watch', needs: ['approvals'], page: lazy(async () => ({ default: (await import('../office/approvals_page')).ApprovalsPage })) },
  { id: 'key-journal', at: 'journal', group: 'key_watch', needs: ['key_journal_read'], page: lazy(async () => ({ default: (await import('./journal_page')).JournalPage })) },
];

export const KEY_GROUPS = ['key_tree', 'key_field', 'key_watch'];
