import { lazy } from 'react';
import type { SurfacePage } from '../shell/surface_page';

/** The pages of the key office, whose people neither sell nor keep operators. */
export const KEY_PAGES: SurfacePage[] = [
  { id: 'key-tree', at: 'tree', group: 'key_tree', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./tree_page')).TreePage })) },
  { id: 'key-ceremony', at: 'ceremony', group: 'key_tree', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./ceremony_page')).CeremonyPage })) },
  { id: 'key-backup', at: 'backup', group: 'key_tree', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./backup_page')).BackupPage })) },
  { id: 'key-devices', at: 'devices', group: 'key_field', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./devices_page')).DevicesPage })) },
  { id: 'key-campaigns', at: 'campaigns', group: 'key_field', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./campaigns_page')).CampaignsPage })) },
  { id: 'key-meters', at: 'meters', group: 'key_field', needs: ['meter_keys'], page: lazy(async () => ({ default: (await import('./meters_page')).MetersPage })) },
  { id: 'key-counters', at: 'counters', group: 'key_watch', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./counters_page')).CountersPage })) },
  { id: 'key-vaults', at: 'vaults', group: 'key_watch', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./vaults_page')).VaultsPage })) },
  { id: 'approvals', group: 'key_watch', needs: ['approvals'], page: lazy(async () => ({ default: (await import('../office/approvals_page')).ApprovalsPage })) },
  { id: 'key-people', at: 'people', group: 'key_watch', needs: ['keys_read'], page: lazy(async () => ({ default: (await import('./people_page')).PeoplePage })) },
  { id: 'key-journal', at: 'journal', group: 'key_watch', needs: ['key_journal_read'], page: lazy(async () => ({ default: (await import('./journal_page')).JournalPage })) },
  { id: 'about', group: 'key_watch', needs: [], page: lazy(async () => ({ default: (await import('../office/system_pages')).AboutPage })) },
];

export const KEY_GROUPS = ['key_tree', 'key_field', 'key_watch'];
