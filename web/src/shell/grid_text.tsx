import { Fragment } from 'react';
import { pieces } from './grid_pieces';

/** Text of a grid of columns, as the server counts them: a character of East Asian width is exactly two of them wide, whatever hand the browser finds for it. */
export function GridText({ text }: { text: string }) {
  return <>{pieces(text).map((one, at) => (one.wide ? [...one.text].map((character, of) => <span key={`${at}.${of}`} className="wide">{character}</span>) : <Fragment key={at}>{one.text}</Fragment>))}</>;
}
