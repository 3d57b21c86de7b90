import type { PartitionInput, TableInput } from '@aws-sdk/client-glue';

/** A partition as it was put. */
export interface FakePartition extends PartitionInput {
  readonly Values: string[];
}

/** A table, and its partitions by their values. */
export interface FakeTable {
  readonly version: number;
  readonly input: TableInput;
  readonly partitions: Map<string, FakePartition>;
}
