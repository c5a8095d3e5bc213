import { grouped } from '../words/format';

/** A long number in groups of four for reading; copied without spaces. What has marks of its own ("KS-F7CB5A16-3") stays as it is. */
export function Number4({ of, testid }: { of: string | number; testid?: string }) {
  return (
    <span className="number4" data-testid={testid} data-value={of}>
      {(/^[0-9A-Za-z]*$/.test(String(of)) ? grouped(of) : [String(of)]).map((group, index) => <span key={index}>{group}</span>)}
    </span>
  );
}
