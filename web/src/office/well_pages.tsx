import { DeclaredPage } from './declared_page';
import type { Column } from '../table/columns';
import { ToldByWell } from './well_told';

/** Of the season that has begun last. */
const IN_SEASON: Column[] = [{ id: 'farmers', kind: 'count' }, { id: 'used_in_season', kind: 'energy' }].map((column) => ({ ...column, sort: false, filter: false, file: false }) as Column);

/** Where farmers water; what its cards and pumps told stands beside it. */
export function WellsPage() {
  return <DeclaredPage id="wells" besides={IN_SEASON} more={(row) => <ToldByWell number={String(row['number'])} />} />;
}
