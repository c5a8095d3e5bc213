// The palette is asked for from anywhere – a key, the menu, a page that does not exist – and stands in the frame.

let ask: () => void = () => undefined;

export function openPalette(): void {
  ask();
}

/** The frame shows it. Gives what ends that. */
export function onPalette(open: () => void): () => void {
  ask = open;
  return () => { ask = () => undefined; };
}
