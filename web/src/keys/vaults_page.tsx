import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import { Tag } from '../shell/marks';
import { Failed, Loading } from '../shell/states';
import { useWords } from '../words/words';
import type { VaultView } from './types';

const WATCH_MS = 10_000;

/** The vaults as they answer now: the one in which keys are formed, and the one with which the counters seal. */
export function VaultsPage() {
  const asked = useQuery({ queryKey: ['keys', 'vaults'], queryFn: ({ signal }) => get<{ vaults: VaultView[] }>('/keys/vaults', signal), refetchInterval: WATCH_MS });
  if (asked.isError && !asked.data) return <Failed problem={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Loading />;
  return <div className="vaults">{asked.data.vaults.map((vault) => <Vault key={vault.role} vault={vault} />)}</div>;
}

function Vault({ vault }: { vault: VaultView }) {
  const { t, first, decimal } = useWords();
  const works = vault.health === 'ok';
  return (
    <section className="card vault" aria-labelledby={`vault-${vault.role}`} data-testid={`vault-${vault.role}`} data-health={vault.health} data-test={vault.test_keys}>
      <div className="card-head">
        <h2 id={`vault-${vault.role}`}>{first([`key_vault.${vault.role}`], vault.role)}</h2>
        <Tag tone={works ? 'good' : 'bad'}>{works ? t('vaults.works') : t('vaults.fails')}</Tag>
      </div>
      <p className="quiet">{t(`vaults.about_${vault.role}`)}</p>
      {!works && <p className="problem-note" role="alert">{first([`error.${vault.health}`], vault.health)}</p>}
      {vault.test_keys && <p className="note warning">{t('vaults.test_keys')}</p>}
      {vault.full && <p className="note warning">{t('vaults.full')}</p>}
      <dl className="row-facts">
        <div><dt>{t('vaults.name')}</dt><dd>{vault.name}</dd></div>
        {vault.module && <div><dt>{t('vaults.module')}</dt><dd>{vault.module}</dd></div>}
        <div><dt>{t('vaults.keys')}</dt><dd data-testid={`vault-${vault.role}-keys`}>{decimal(vault.keys)}</dd></div>
        <div><dt>{t('vaults.pending')}</dt><dd data-testid={`vault-${vault.role}-pending`}>{decimal(vault.pending)}</dd></div>
      </dl>
    </section>
  );
}
