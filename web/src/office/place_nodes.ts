import type { Condition, Query } from '../queries/document';

// The tree of places as the server sends it, and what pages do with it. Pure functions.

export type FigureName = 'accounts' | 'meters' | 'received';
export interface PlaceNode { kind: 'station' | 'village' | 'area' | 'building'; code: string; name: string; parent: string; figures: Record<FigureName, number | string | null> }
/** A question whose rows make a figure; `at`: what stands before the fields of a service point. */
export interface Asked { query: Query; at: string }
export interface PlaceTree { month: string; rows: PlaceNode[]; whole: PlaceNode['figures']; nowhere: PlaceNode['figures']; asks: Partial<Record<FigureName, Asked>> }

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
