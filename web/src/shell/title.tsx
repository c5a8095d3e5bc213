/** The document's title; React hoists it into the head. */
export function Title({ children }: { children: string }) {
  return <title>{`${children} – Kwota`}</title>;
}
