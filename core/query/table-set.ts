import { ASSET_TABLES, REGIONAL_TABLES, type TablePair } from '../catalog/tables';
import { type MaintainedView, viewsOf } from '../catalog/views';
import { BUCKETS_TABLE, DATABASE, ASSET_DATABASE, ASSET_WORKGROUP, WORKGROUP } from '../names/names';

/** The database, tables and workgroup that a query runs in. */
export interface TableSet {
  readonly database: string;
  readonly workgroup: string;
  readonly tables: TablePair;
  readonly views: readonly MaintainedView[];
  /** Tables other than those of the reports. */
  readonly others: readonly string[];
}

/** The tables of each Region. */
export const REGIONAL_SET: TableSet = {
  database: DATABASE,
  workgroup: WORKGROUP,
  tables: REGIONAL_TABLES,
  views: viewsOf(REGIONAL_TABLES),
  others: [BUCKETS_TABLE],
};

/** The tables of the asset register, in the home Region. */
export const ASSET_SET: TableSet = {
  database: ASSET_DATABASE,
  workgroup: ASSET_WORKGROUP,
  tables: ASSET_TABLES,
  views: viewsOf(ASSET_TABLES),
  others: [],
};
