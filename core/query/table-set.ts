import { type JoinedKind } from '../catalog/joined-tables';
import { REGISTER_TABLES, REGIONAL_TABLES, type TablePair } from '../catalog/tables';
import { BUCKETS_TABLE, DATABASE, REGISTER_DATABASE, REGISTER_WORKGROUP, WORKGROUP } from '../names/names';

/** The tables that a statement is about. */
export interface TableSet {
  readonly database: string;
  readonly workgroup: string;
  readonly tables: TablePair;
  /** Kinds of tables of which there is a view over all formats. */
  readonly joined: readonly JoinedKind[];
  /** Tables besides those of the reports. */
  readonly others: readonly string[];
}

/** What each Region has. */
export const REGIONAL_SET: TableSet = {
  ...{ database: DATABASE, workgroup: WORKGROUP, tables: REGIONAL_TABLES },
  ...{ joined: ['history', 'latest'], others: [BUCKETS_TABLE] },
};

/** The asset register, in the home Region. */
export const REGISTER_SET: TableSet = {
  ...{ database: REGISTER_DATABASE, workgroup: REGISTER_WORKGROUP, tables: REGISTER_TABLES },
  ...{ joined: [], others: [] },
};
