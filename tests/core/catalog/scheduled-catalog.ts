import type fc from 'fast-check';
import type { Catalog } from '../../../core/catalog/catalog';
import type { InMemoryCatalog } from './in-memory-catalog';

/** Wraps a catalog for one invocation. A scheduler chooses the time of each call. */
export function seenBy(catalog: InMemoryCatalog, scheduler: fc.Scheduler, mostCalls = Infinity): Catalog {
  let calls = 0;
  const turn = async () => {
    calls += 1;
    await scheduler.schedule(Promise.resolve());
    if (calls > mostCalls) throw new Error('killed');
  };
  return {
    database: catalog.database,
    readTables: async () => turn().then(() => catalog.readTables()),
    readTable: async (name) => turn().then(() => catalog.readTable(name)),
    createTable: async (input, indexes) => turn().then(() => catalog.createTable(input, indexes)),
    updateTable: async (input, version) => turn().then(() => catalog.updateTable(input, version)),
    readPartitions: async (table, values) => turn().then(() => catalog.readPartitions(table, values)),
    createPartitions: async (table, inputs) => turn().then(() => catalog.createPartitions(table, inputs)),
    updatePartitions: async (table, inputs) => turn().then(() => catalog.updatePartitions(table, inputs)),
    deletePartitions: async (table, values) => turn().then(() => catalog.deletePartitions(table, values)),
    async *partitionPages(table, filter) {
      await turn();
      yield* catalog.partitionPages(table, filter);
    },
  };
}
