import { DeclaredPage } from './declared_page';
import { ToldByWell } from './well_told';

/** Where farmers water; what its cards and pumps told stands beside it. */
export function WellsPage() {
  return <DeclaredPage id="wells" more={(row) => <ToldByWell number={String(row['number'])} />} />;
}
