import type { Answers, PeriodKind } from '../../api/described';

// What the server says of a report, and a report as it was made. Nothing here knows one of them.

export type { PeriodKind };
export type Declared = Answers['getReports']['rows'][number];
export type Made = Answers['getReport'];
export type ReportRow = Made['rows'][number];
export type ReportColumn = Made['columns'][number];
export type Figure = Made['totals'][number];
/** What a row or a total is made of: rows of a list, or a report with each row by itself. */
export type Opens = NonNullable<ReportRow['opens']>;
