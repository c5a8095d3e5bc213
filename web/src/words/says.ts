/**
 * Whether a cell of a list says one of these words. The type of its words is named, so that a word which is none of them does not compile:
 * says<SaleStatus>(row['state'], 'booked', 'carried').
 */
export function says<Word extends string = never>(cell: unknown, ...words: NoInfer<Word>[]): boolean {
  return words.some((word) => word === cell);
}
