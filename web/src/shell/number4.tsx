import { grouped } from '../words/format';

/** A long number in groups of four for reading; copied without spaces. */
export function Number4({ of, testid }: { of: string | number; testid?: string }) {
  return (
    <span className="number4" data-testid={testid} data-value={of}>
      {grouped(of).map((group, index) => <span key={index}>{group}</span>)}
    </span>
  );
}
