import { figureName, groupName, isGrouped, type Condition, type Figure, type Query } from './document';

// One sentence that says what is asked, in the reader's language. The words come in, so that it is the same for every page.

export interface Names {
  t: (key: string, values?: Record<string, string>) => string;
  list: (name: string) => string;
  /** A field of a list, as people call it. */
  field: (list: string, name: string) => string;
  /** A code as its word, a date or a figure as it is written. */
  value: (list: string, field: string, value: string) => string;
}

export function sentence(query: Query, names: Names): string {
  const { t } = names;
  const where = query.where ? condition(query.where, query.subject, names, true) : '';
  const subject = names.list(query.subject);
  const rows = where ? t('query.say.rows_where', { subject, where }) : t('query.say.rows', { subject });
  let said = rows;
  if (isGrouped(query)) {
    const figures = listed((query.figures?.length ? query.figures : [{ figure: 'count' } as const]).map((figure) => figureSaid(figure, query.subject, names)), names);
    const groups = listed((query.groups ?? []).map((group) => (group.part ? t('query.say.part', { field: names.field(query.subject, group.field), part: t(`query.part.${group.part}`) }) : names.field(query.subject, group.field))), names);
    said = groups ? t('query.say.groups', { figures, rows, groups }) : t('query.say.figures', { figures, rows });
  }
  const sort = query.sort ? sorted(query, names) : '';
  if (sort) said = t(query.sort!.startsWith('-') ? 'query.say.sorted_down' : 'query.say.sorted', { what: said, sort });
  return said;
}

function figureSaid(figure: Figure, list: string, { t, field }: Names): string {
  const name = t(`query.figure.${figure.figure}`);
  return figure.field ? t('query.say.of', { figure: name, field: field(list, figure.field) }) : name;
}

function sorted(query: Query, names: Names): string {
  const name = query.sort!.replace(/^-/, '');
  const figure = query.figures?.find((each) => figureName(each) === name);
  if (figure) return figureSaid(figure, query.subject, names);
  const group = query.groups?.find((each) => groupName(each) === name);
  return names.field(query.subject, group ? group.field : name);
}

function listed(parts: string[], { t }: Names): string {
  return parts.reduce((one, other) => (one ? t('query.say.list', { one, other }) : other), '');
}

/** Nothing for what asks nothing. */
function condition(node: Condition, list: string, names: Names, outermost = false): string {
  const { t } = names;
  const several = node.all ?? node.any;
  if (several) {
    const parts = several.map((part) => condition(part, list, names)).filter(Boolean);
    const said = parts.reduce((one, other) => (one ? t(node.all ? 'query.say.all' : 'query.say.any', { one, other }) : other), '');
    return parts.length > 1 && !outermost ? t('query.say.group', { what: said }) : said;
  }
  const others = node.has ?? node.has_none;
  if (others) {
    const where = others.where ? condition(others.where, others.list, names, true) : '';
    return t(`query.say.${node.has ? 'has' : 'has_none'}${where ? '_where' : ''}`, { list: names.list(others.list), where });
  }
  return node.field ? ofField(node, node.field, list, names) : '';
}

function ofField(node: Condition, name: string, list: string, { t, field, value }: Names): string {
  const how = node.how ?? 'is';
  const said = field(list, name);
  const values = (node.values ?? (node.value === undefined ? [] : [node.value])).map((each) => (how === 'last_days' ? each : value(list, name, each)));
  if (how === 'between') return t('query.say.between', { field: said, from: values[0] ?? '', to: values[1] ?? '' });
  if (how === 'last_days') return t('query.say.last_days', { field: said, days: values[0] ?? '' });
  if (values.length === 0) return t('query.say.no_value', { field: said, how: t(`query.how.${how}`) });
  return t('query.say.one_value', { field: said, how: t(`query.how.${how}`), value: listed(values, { t } as Names) });
}
