import { Link, useLocation } from 'react-router';
import { useWords } from '../words/words';
import { openPalette } from './palette/open';
import { Title } from './title';

/** An address that leads nowhere says so; it never shows another page in its place. */
export function NotFound() {
  const { t } = useWords();
  const { pathname } = useLocation();
  return (
    <div className="state-box" data-testid="state-not-found">
      <Title>{t('state.not_found')}</Title>
      <h1>{t('state.not_found')}</h1>
      <p>{t('state.not_found_why')}</p>
      <p><code className="wrong-address">{pathname}</code></p>
      <div className="form-actions">
        <Link to="/" className="primary-button" data-testid="not-found-home">{t('state.not_found_home')}</Link>
        <button type="button" className="plain-button" data-testid="not-found-search" onClick={openPalette}>{t('palette.open')}</button>
      </div>
    </div>
  );
}
