import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { address, get } from '../api/client';
import { useSession } from '../api/hooks';
import { DayInput } from '../form/day_input';
import { readDayText } from '../form/day_text';
import { TextField } from '../form/fields';
import type { Query } from '../queries/document';
import { Number4 } from '../shell/number4';
import { may } from '../shell/permissions';
import { Failed, Loading, nothingToShow } from '../shell/states';
import { useWords } from '../words/words';
import { ask, below, lossReport, matching, missing, type FigureName, type Loss, type LossSum, type PlaceNode, type PlaceTree } from './place_nodes';
import './place_tree.css';

const FIGURES: FigureName[] = ['accounts', 'meters', 'received'];

/** Where supplies are: stations, villages, transformer areas, buildings, with what stands there, and what was lost behind total meters. Every figure opens the rows that make it. */
export function PlaceTreePage() {
  const { t } = useWords();
  const [query, setQuery] = useSearchParams();
  const month = query.get('month') ?? '';
  const tree = useQuery({ queryKey: ['list', 'place-tree', month], queryFn: ({ signal }) => get<PlaceTree>(address('/place-tree', month ? { month } : {}), signal) });
  const set = (name: string, value: string): void => setQuery((old) => { const fresh = new URLSearchParams(old); if (value) fresh.set(name, value); else fresh.delete(name); return fresh; }, { replace: true });
  return (
    <>
      <div className="place-tools">
        <div className="field">
          <label htmlFor="tree-month">{t('places.month')}</label>
          <DayInput alone id="tree-month" kind="month" testid="tree-month" value={month || (tree.data?.month ?? '')} change={(next) => { if (next === '' || readDayText(next, 'month') !== null) set('month', next); }} />
        </div>
        <TextField id="tree-search" label={t('places.search')} value={query.get('q') ?? ''} change={(value) => set('q', value)} testid="tree-search" />
        <Link className="plain-button" to="/office/places" data-testid="tree-edit">{t('places.edit')}</Link>
      </div>
      {nothingToShow(tree) && <Failed problem={tree.error} retry={() => void tree.refetch()} />}
      {!tree.data && !tree.isError && <Loading />}
      {tree.data && <Tree tree={tree.data} search={query.get('q') ?? ''} />}
    </>
  );
}

function Tree({ tree, search }: { tree: PlaceTree; search: string }) {
  const { t } = useWords();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const shown = matching(tree.rows, search);
  const toggle = (key: string): void => setClosed((old) => { const fresh = new Set(old); if (!fresh.delete(key)) fresh.add(key); return fresh; });
  const lines = (parent: PlaceNode | null, level: number): ReactNode[] => below(shown, parent).flatMap((node) => {
    const key = `${node.kind}/${node.code}`;
    const children = below(shown, node).length;
    const open = search !== '' || !closed.has(key);
    return [
      <tr key={key} data-testid={`place-${key}`}>
        <th scope="row" style={{ paddingInlineStart: `${level * 20}px` }}>
          {children > 0 ? <button type="button" className="tree-fold" aria-expanded={open} aria-label={t('places.fold', { name: node.name })} onClick={() => toggle(key)}>{open ? '▾' : '▸'}</button> : <span className="tree-fold" aria-hidden="true">&nbsp;</span>}
          <Link to={node.kind === 'station' ? `/office/stations?open=${encodeURIComponent(node.code)}` : `/office/places?open=${encodeURIComponent(node.code)}`}>{node.name}</Link> <span className="quiet">{node.code} · {t(`place_kind.${node.kind}`)}</span>
        </th>
        <Figures tree={tree} of={node.figures} node={node} />
        {tree.loss_month && <LossCells month={tree.loss_month} of={node.loss ?? null} node={node} />}
      </tr>,
      ...(open ? lines(node, level + 1) : []),
    ];
  });
  return (
    <div className="place-scroll">
      <table className="simple-table place-tree" data-testid="place-tree">
        <caption className="visually-hidden">{t('page.place-tree')}</caption>
        <thead><tr><th scope="col">{t('places.where')}</th>{FIGURES.map((name) => <FigureHead key={name} name={name} />)}{tree.loss_month && <LossHeads month={tree.loss_month} />}</tr></thead>
        <tbody>
          <tr data-testid="place-whole"><th scope="row">{t('places.whole')}</th><Figures tree={tree} of={tree.whole} node={null} />{tree.loss_month && <LossCells month={tree.loss_month} of={tree.loss ?? null} node={null} />}</tr>
          {lines(null, 1)}
          {FIGURES.some((name) => Number(tree.nowhere[name] ?? 0) !== 0) && <tr data-testid="place-nowhere"><th scope="row">{t('places.nowhere')}</th><Figures tree={tree} of={tree.nowhere} node="nowhere" />{tree.loss_month && <td colSpan={3} />}</tr>}
        </tbody>
      </table>
      {search !== '' && shown.length === 0 && <p className="panel-quiet">{t('table.no_match')}</p>}
    </div>
  );
}

function FigureHead({ name }: { name: FigureName }) {
  const { t, currency } = useWords();
  return <th scope="col" className="number">{t(`places.${name}`)}{name === 'received' ? `, ${currency}` : ''}</th>;
}

function LossHeads({ month }: { month: string }) {
  const { t, day } = useWords();
  return (
    <>
      <th scope="col">{t('places.total_meter')}</th>
      <th scope="col" className="number">{t('places.lost', { month: day(month) })}</th>
      <th scope="col" className="number">{t('places.lost_share', { month: day(month) })}</th>
    </>
  );
}

/** The meter that counts all of an area, and what was lost behind it; what is missing for it is said beside it. Of a place without such an area there is nothing to say. */
function LossCells({ month, of, node }: { month: string; of: Loss | null; node: PlaceNode | null }) {
  const { t, decimal, quantity } = useWords();
  const isArea = node?.kind === 'area';
  const lacks = of && missing(of, isArea);
  const sums = of ? ([['kWh', of.energy], ['m3', of.volume]] as const).filter((one): one is readonly ['kWh' | 'm3', LossSum] => one[1] !== null) : [];
  const shares = sums.map(([, sum]) => (sum.share === null ? '—' : decimal(sum.share)));
  return (
    <>
      <td data-testid="total-meter">{node?.total_meter ? <Link to={`/office/meters?open=${encodeURIComponent(node.total_meter)}`}><Number4 of={node.total_meter} /></Link> : isArea ? '—' : ''}</td>
      <td className="number" data-testid="lost">
        {sums.map(([unit, sum]) => <div key={unit}>{quantity(sum.lost, unit)}</div>)}
        {of && sums.length === 0 && '—'}
        {lacks && <div className="quiet" data-testid="loss-missing">{t(lacks.key, lacks.values)}</div>}
        {isArea && !of && <span className="quiet">{t('places.no_total_meter')}</span>}
      </td>
      <td className="number" data-testid="lost-share">{of && <Link to={lossReport(node, month)} aria-label={t('places.open_losses', { name: node?.name ?? t('places.whole') })}>{shares.length > 0 ? shares.map((one, index) => <div key={index}>{one}</div>) : '—'}</Link>}</td>
    </>
  );
}

/** Whoever builds queries opens the rows behind a figure. */
function Figures({ tree, of, node }: { tree: PlaceTree; of: PlaceNode['figures']; node: PlaceNode | 'nowhere' | null }) {
  const words = useWords();
  const opens = may(useSession().data, 'queries');
  return FIGURES.map((name) => {
    const value = of[name];
    const asked = tree.asks[name];
    const text = value === null ? '—' : words.decimal(String(value));
    const to = (query: Query): string => `/office/query-builder?ask=${encodeURIComponent(JSON.stringify(query))}`;
    return <td key={name} className="number" data-testid={name}>{opens && asked && value !== null ? <Link to={to(ask(asked, node))} aria-label={`${words.t(`places.${name}`)}: ${text}`}>{text}</Link> : text}</td>;
  });
}
