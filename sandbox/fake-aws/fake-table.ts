import type { PartitionInput, TableInput } from '@aws-sdk/client-glue';

/** A partition that was stored. */
export interface FakePartition extends PartitionInput {
  readonly Values: string[];
}

/** A table with its partitions; `partitions` is keyed by their values. */
export interface FakeTable {
  readonly version: number;
  readonly input: TableInput;
  readonly partitions: Map<string, FakePartition>;
}
