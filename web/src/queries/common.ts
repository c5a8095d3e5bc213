// The queries that everybody in irrigation knows by name (常用查询): tables that are there anyway, opened with a view. They stand under Queries and in the palette.

export interface CommonQuery { id: string; at: string; needs: string[] }

export const COMMON: CommonQuery[] = [
  { at: '/office/area-numbers', id: 'area-numbers', needs: ['customers_read'] },
  { at: '/office/meters', id: 'meters', needs: ['meters_read'] },
  { at: '/office/wells', id: 'wells', needs: ['customers_read'] },
  { at: '/office/customers', id: 'customers', needs: ['customers_read'] },
  { at: '/office/sales', id: 'sales', needs: ['sales_read'] },
  { at: '/office/sales?f.kind=supplement', id: 'supplements', needs: ['sales_read'] },
  { at: '/office/sales?f.kind=closing', id: 'closings', needs: ['sales_read'] },
  { at: '/office/handheld?tab=query', id: 'handheld', needs: ['meters_read'] },
];
