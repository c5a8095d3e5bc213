// What of a slip's text is two columns wide: the ranges of Unicode's East Asian Width that the server's grid counts so (sell/receipt/text_grid.cpp).

export interface Piece {
  text: string;
  wide: boolean;
}

const WIDE = /([\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]+)/u;

export function pieces(text: string): Piece[] {
  return text.split(WIDE).map((part, at) => ({ text: part, wide: at % 2 === 1 })).filter((one) => one.text !== '');
}
