import type { Decimal } from '../api/types';
import type { Condition, Query } from '../queries/document';

// The tree of places as the server sends it, and what pages do with it. Pure functions.

export type FigureName = 'accounts' | 'meters' | 'received';
export interface PlaceNode { kind: 'station' | 'village' | 'area' | 'building'; code: string; name: string; parent: string; figures: Record<FigureName, number | string | null>; total_meter?: string | null; loss?: Loss | null }
/** What came in, was used and lost: of energy in kWh, of volumes in m³; `share` in %. */
export interface LossSum { supplied: Decimal; used: Decimal; lost: Decimal; share: Decimal | null }
/** Of all areas in a place; `without_figure`: of so many nobody can say it. */
export interface Loss { energy: LossSum | null; volume: LossSum | null; areas: number; without_figure: number; meters: number; unread: number }
/** A question whose rows make a figure; `at`: what stands before the fields of a service point. */
export interface Asked { query: Query; at: string }
export interface PlaceTree { month: string; rows: PlaceNode[]; whole: PlaceNode['figures']; nowhere: PlaceNode['figures']; asks: Partial<Record<FigureName, Asked>>; loss_month?: string; loss?: Loss | null }

const LEVEL: Record<PlaceNode['kind'], string> = { station: 'place.station', village: 'place', area: 'area', building: 'building' };

/** What lies directly in a place; of nothing the stations. A place whose village is not shown lies in nothing that is shown. */
export function below(nodes: PlaceNode[], parent: PlaceNode | null): PlaceNode[] {
  if (!parent) return nodes.filter((node) => node.kind === 'station');
  return nodes.filter((node) => node.kind !== 'station' && node.parent === parent.code && isAbove(nodes, parent, node));
}

/** A station and a village may have one code: what lies in the village does not lie in the station too. */
function isAbove(nodes: PlaceNode[], parent: PlaceNode, node: PlaceNode): boolean {
  if (parent.kind !== 'station') return true;
  return node.kind === 'village' || !nodes.some((each) => each.kind !== 'station' && each.code === node.parent);
}

/** Nodes whose name or code holds what is searched, and all above them. */
export function matching(nodes: PlaceNode[], search: string): PlaceNode[] {
  const wanted = search.trim().toLocaleLowerCase();
  if (wanted === '') return nodes;
  const kept = new Set(nodes.filter((node) => `${node.name} ${node.code}`.toLocaleLowerCase().includes(wanted)));
  for (const node of [...kept]) {
    let at: PlaceNode | undefined = node;
    while (at && at.kind !== 'station') {
      const code: string = at.parent;
      at = nodes.find((each) => each.code === code && each.kind !== 'station') ?? nodes.find((each) => each.code === code);
      if (at) kept.add(at);
    }
  }
  return nodes.filter((node) => kept.has(node));
}

/** The rows of a figure at one place; of the whole utility; of what lies nowhere. */
export function ask(asked: Asked, node: PlaceNode | 'nowhere' | null): Query {
  const base = asked.query.where?.all ?? [];
  const more: Condition[] = node === null ? [] : node === 'nowhere' ? ['place', 'area', 'building'].map((level) => ({ field: asked.at + level, how: 'empty' })) : [{ field: asked.at + LEVEL[node.kind], how: 'is', value: node.code }];
  return { ...asked.query, where: { all: [...base, ...more] } };
}

/** The words that say what is missing behind a loss; null: nothing is. With more than one in twenty of the meters unread an area has no figure, else it has none for want of its total meter. */
export function missing(loss: Loss, isArea: boolean): { key: string; values: Record<string, number> } | null {
  if (!isArea && loss.without_figure > 0) return { key: 'places.loss_areas', values: { without: loss.without_figure, areas: loss.areas } };
  if (loss.unread > 0 && (loss.without_figure === 0 || loss.unread * 20 > loss.meters)) return { key: 'places.loss_unread', values: { unread: loss.unread, meters: loss.meters } };
  if (loss.without_figure === 0) return null;
  return { key: loss.meters === 0 ? 'places.loss_no_meters' : 'places.loss_total_unread', values: {} };
}

/** The report whose figures these are, of the place alone. */
export function lossReport(node: PlaceNode | null, month: string): string {
  const filter: [string, string][] = node === null || node.kind === 'building' ? [] : [[`filter.${node.kind}`, node.code]];
  return `/office/reports?${new URLSearchParams([['report', 'R16'], ['period', month], ...filter]).toString()}`;
}
